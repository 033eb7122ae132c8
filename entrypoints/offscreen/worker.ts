import { withShops } from '../../catalog/shop/calls';
import { createEngineWorker } from '../../lib/engine/worker-api';
import { answerCalls } from '../../lib/engine/worker-bridge';

const threads = Number(new URLSearchParams(self.name).get('threads')) || undefined;
const engine = createEngineWorker({ origin: self.location.origin, threads, onTurn: (address) => turn(address) });
const turn = answerCalls(self, withShops(engine));
