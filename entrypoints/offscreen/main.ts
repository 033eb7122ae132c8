import { createKeeper } from '../../lib/engine/keeper';
import { onMessage } from '../../lib/messages';
import { fetchThumbnail } from '../../lib/vision/thumbnail';
import { answerShops } from './shops';
import EngineWorker from './worker?worker';

// The bench opens this page with ?threads=1; the worker reads its name.
const keeper = createKeeper(() => new EngineWorker({ name: location.search }));

onMessage('prepare', () => keeper.call('prepare'));
onMessage('shop', ({ data: { id, source, options } }) => keeper.shop(id, source, options));
onMessage('cancelShop', ({ data }) => keeper.cancel(data));
onMessage('matchGarments', ({ data }) => keeper.call('matchGarments', data));
onMessage('likeProduct', ({ data }) => keeper.call('likeProduct', data));
onMessage('saveLook', ({ data }) => keeper.call('saveLook', data));
onMessage('importPack', ({ data }) => keeper.call('importPack', data));
onMessage('exportPack', () => keeper.call('exportPack'));
onMessage('removeSource', ({ data }) => keeper.call('removeSource', data));
onMessage('listSources', () => keeper.call('listSources'));
onMessage('thumbnail', ({ data }) => fetchThumbnail(data));
onMessage('selfTest', () => keeper.call('selfTest'));
onMessage('engineInfo', () => keeper.call('engineInfo'));
answerShops(keeper);
