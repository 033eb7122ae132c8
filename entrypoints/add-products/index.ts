import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { showPageNotice } from '../../components/page-notice';
import { keepLedgerFromPage } from '../../lib/engine/page-ledger';
import { askEngine } from '../../lib/engine/remote';
import { errorText } from '../../lib/error-words';
import { type PageAdded, type PageText, sendMessage } from '../../lib/messages';
import { productText } from '../../lib/page/product-text';
import { number, t } from '../../lib/words';
import { pagesOf } from './listed';
import { picturesOf } from './pictures';

/** Set while a page is being read: a second click changes nothing. */
const RUNNING = Symbol.for('buy-me-that-look.adding');
/** A page with many pictures takes its time; no page takes longer. */
const LONGEST_MS = 300_000;

function wordsOf({ shop, added, known, left }: PageAdded): string {
  if (added + known + left === 0) return t('pageNothing');
  const parts = [
    ...(added > 0 || known === 0 ? [t('pageAdded', shop, number(added))] : []),
    ...(known > 0 ? [t('pageKnown', number(known))] : []),
    ...(left > 0 ? [t('pageLeft', number(left))] : []),
  ];
  return parts.join(' ');
}

async function add(signal: AbortSignal): Promise<string> {
  const first: PageText = { url: location.href, html: productText(document) };
  const asked = await askEngine(() => sendMessage('readPages', [first]));
  const pages = asked.pictures.length > 0 ? [first] : [first, ...(await pagesOf(asked.listed, signal))];
  const { pictures: wanted } = pages.length > 1 ? await askEngine(() => sendMessage('readPages', pages)) : asked;
  if (wanted.length === 0) return t('pageNothing');
  const pictures = await picturesOf(wanted, signal);
  return wordsOf(await askEngine(() => sendMessage('addPages', { pages, pictures })));
}

/** "Add this page's products": put into a page by a click, which grants that one tab for once. */
export default defineUnlistedScript(async () => {
  const flags = globalThis as { [RUNNING]?: boolean };
  if (flags[RUNNING]) return;
  flags[RUNNING] = true;
  keepLedgerFromPage();
  const notice = showPageNotice();
  notice.say(t('pageReading'));
  try {
    notice.say(await add(AbortSignal.timeout(LONGEST_MS)), true);
  } catch (error) {
    notice.say(errorText(error), true);
  } finally {
    flags[RUNNING] = false;
  }
});
