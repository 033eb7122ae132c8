import { withShops } from '../../catalog/shop/calls';
import { createEngineWorker } from '../../lib/engine/worker-api';
import { answerCalls } from '../../lib/engine/worker-bridge';
import { keepLedger } from '../../lib/request';
import { keepEntry } from '../../lib/store/ledger';

keepLedger((entry) => void keepEntry(entry));
const threads = Number(new URLSearchParams(self.name).get('threads')) || undefined;
const engine = createEngineWorker({ origin: self.location.origin, threads, onTurn: (address) => turn(address) });
const turn = answerCalls(self, withShops(engine));
