import { sendMessage } from '../messages';
import { keepLedger } from '../request';
import { askEngine } from './remote';

/** Lets a content script's requests be noted by the engine: the page's own database is no place for a ledger. */
export function keepLedgerFromPage(): void {
  keepLedger((entry) => void askEngine(() => sendMessage('noteRequest', entry)).catch(() => {}));
}
