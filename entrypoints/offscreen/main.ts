import { createStarter } from '../../lib/engine/head-start';
import { createKeeper } from '../../lib/engine/keeper';
import { entryOf } from '../../lib/ledger';
import { onMessage } from '../../lib/messages';
import { keepLedger } from '../../lib/request';
import { keepEntry } from '../../lib/store/ledger';
import { fetchThumbnail } from '../../lib/vision/thumbnail';
import { onOwnMessage } from './own';
import { answerShops } from './shops';
import EngineWorker from './worker?worker';

// The bench opens this page with ?threads=1; the worker reads its name.
const startWorker = createStarter(location.origin, () => new EngineWorker({ name: location.search }));
const keeper = createKeeper(startWorker, localStorage);
// Whoever opens this document is about to ask.
keeper.start();

keepLedger((entry) => void keepEntry(entry));
/** Of a private window nothing is kept that says where somebody was. */
const isPrivate = (sender: { readonly tab?: { readonly incognito: boolean } }): boolean =>
  sender.tab?.incognito === true;

onMessage('prepare', () => keeper.call('prepare'));
onMessage('shop', ({ data: { id, source, options }, sender }) =>
  keeper.shop(id, source, { ...options, inPrivate: isPrivate(sender) }),
);
onMessage('readAhead', ({ data: { id, source, options }, sender }) =>
  keeper.readAhead(id, source, { ...options, inPrivate: isPrivate(sender) }),
);
onMessage('cancelShop', ({ data }) => keeper.cancel(data));
onMessage('saveLook', ({ data, sender }) => keeper.call('saveLook', data, isPrivate(sender)));
onMessage('matchGarments', ({ data, sender }) => keeper.call('matchGarments', data, isPrivate(sender)));
onOwnMessage('findProducts', ({ data }) => keeper.call('findProducts', data));
onMessage('likeProduct', ({ data }) => keeper.call('likeProduct', data));
onOwnMessage('importPack', ({ data }) => keeper.call('importPack', data));
onOwnMessage('exportPack', () => keeper.call('exportPack'));
onOwnMessage('removeSource', ({ data }) => keeper.call('removeSource', data));
onOwnMessage('listSources', () => keeper.call('listSources'));
onMessage(
  'hasShops',
  async () => (await keeper.call('listSources')).length > 0 || (await keeper.call('listShops')).length > 0,
);
onMessage('thumbnail', ({ data, sender }) => fetchThumbnail(data.imageUrl, data.inPrivate || isPrivate(sender)));
onMessage('noteRequest', async ({ data, sender }) => {
  const entry = entryOf(data, isPrivate(sender));
  if (entry) await keepEntry(entry);
});
onOwnMessage('selfTest', () => keeper.call('selfTest'));
onOwnMessage('engineInfo', () => keeper.call('engineInfo'));
answerShops(keeper);
