import type { Ours } from '../../lib/page/photograph';
import type { Shows } from '../../lib/page/shows';
import { asChosen, isOtherSection, type Pixels, waysTo, worthAnotherWay } from '../../lib/page/source';
import type { ShopResult } from '../../lib/types';

/** The pixels that could be read and what the engine says of them. */
export type Answer = Pixels & { readonly result: ShopResult };

/** Tries every way to the pixels until the engine can read one. `ours` is what of the extension lies over an area. */
export async function readPicture(
  element: Element,
  shows: Shows,
  ours: Ours,
  wait: (pixels: Pixels) => void,
  shop: (source: Pixels['source']) => Promise<ShopResult>,
): Promise<Answer> {
  let refusal: unknown;
  for (const way of waysTo(element, shows, ours)) {
    try {
      const pixels = await way();
      wait(pixels);
      const answer = { ...pixels, result: await shop(pixels.source) };
      const chosen = isOtherSection(element, answer.result) && !pixels.whole ? asChosen(element) : undefined;
      return chosen?.url === undefined || chosen.url === urlOf(pixels) ? answer : await readChosen(chosen.url, shop);
    } catch (error) {
      if (!worthAnotherWay(error)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

async function readChosen(url: string, shop: (source: Pixels['source']) => Promise<ShopResult>): Promise<Answer> {
  const source = { kind: 'url', url, pageUrl: location.href } as const;
  return { source, result: await shop(source) };
}

function urlOf({ source }: Pixels): string | undefined {
  return source.kind === 'url' ? source.url : undefined;
}
