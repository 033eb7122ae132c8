import { createEngineWorker } from '../../lib/engine/worker-api';
import { answerCalls } from '../../lib/engine/worker-bridge';
import { keepLedger } from '../../lib/request';
import { keepEntry } from '../../lib/store/ledger';

keepLedger((entry) => void keepEntry(entry));
const threads = Number(new URLSearchParams(self.name).get('threads')) || undefined;
const engine = createEngineWorker({ origin: self.location.origin, threads, onTurn: (id) => turn(id) });
const { removeSource: _withItsShop, importPack: _besideShops, ...quick } = engine.calls;
// What reads shops' pages is larger than all the rest: it must not delay a picture.
const turn = answerCalls(self, quick, async () => (await import('../../catalog/shop/calls')).withShops(engine));
