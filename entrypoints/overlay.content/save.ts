import { askEngine } from '../../lib/engine/remote';
import { sendMessage } from '../../lib/messages';
import type { ShopResult } from '../../lib/types';
import { uniqueId } from '../../lib/unique-id';
import { t } from '../../lib/words';
import type { Shown } from './overlay';
import type { ShownList } from './shown-list';

const KEPT = 6;

/** Who hears what became of a wish to save. */
export interface SaveListener {
  saved(): void;
  failed(error: unknown): void;
}

/** Saves looks of pictures of a list, each once at a time. What it answers never rejects. */
export function createSaver(
  list: Pick<ShownList, 'all' | 'change'>,
  listener: SaveListener,
): (one: Shown) => Promise<void> {
  /** Pictures whose look is on its way to the store. */
  const saving = new Set<number>();
  return async (one) => {
    // A double click is one wish.
    if (!one.result || one.saved || saving.has(one.id)) return;
    saving.add(one.id);
    const { source } = one;
    const result = worthKeeping(one.result);
    const title = document.title || t('savedLook');
    const wanted = result.garments.map((_, at) => one.said.get(at)?.gender ?? null);
    const said = wanted.some((gender) => gender !== null) ? { wanted } : {};
    const draft = { id: uniqueId(), title, pageUrl: location.href, pageTitle: document.title, result, source, ...said };
    try {
      await askEngine(() => sendMessage('saveLook', draft));
      const now = list.all.find(({ id }) => id === one.id);
      // What was said of it meanwhile is not saved; that shops have something else by now makes no other look.
      if (now?.said === one.said) list.change(one.id, { saved: true });
      listener.saved();
    } catch (error) {
      listener.failed(error);
    } finally {
      saving.delete(one.id);
    }
  };
}

/** A saved look keeps the best matches only. */
function worthKeeping(result: ShopResult): ShopResult {
  const garments = result.garments.map((one) => ({ ...one, matches: one.matches.slice(0, KEPT) }));
  return { ...result, garments };
}
