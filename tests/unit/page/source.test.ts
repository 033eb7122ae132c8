import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { shownBy } from '../../../lib/page/shows';
import { waysTo } from '../../../lib/page/source';
import { FakeImage, stubPage } from './fake-page';

let answers: ((answer: object) => void)[];
/** The browser shows the page again that it kept meanwhile. */
let comeBack: () => void;

beforeEach(() => {
  stubPage();
  answers = [];
  const sendMessage = (_: object, respond: (answer: object) => void): void => void answers.push(respond);
  vi.stubGlobal('chrome', { runtime: { sendMessage } });
  vi.stubGlobal('location', { href: 'https://shop.example/' });
  vi.stubGlobal('visualViewport', null);
  vi.stubGlobal('addEventListener', (_: string, hear: (event: object) => void) => {
    comeBack = () => hear({ persisted: true });
  });
  Object.assign(window, { top: window });
});
afterEach(() => vi.unstubAllGlobals());

/** The last way to an image's pixels: as the screen shows it. */
function seen(): Promise<unknown> {
  const element = new FakeImage('one.jpg', { left: 0, top: 0, width: 300, height: 300 }) as unknown as Element;
  const shows = shownBy(element);
  const way = shows && waysTo(element, shows, () => []).at(-1);
  if (!way) throw new Error('No way.');
  return way().catch(({ name }: Error) => name);
}

it('looks again at what the screen shows when the page comes back that was left meanwhile', async () => {
  const pixels = seen();
  comeBack();
  await vi.waitUntil(() => answers.length === 2);
  const blob = new Blob();
  answers[1]?.({ res: blob });
  expect(await pixels).toMatchObject({ source: { kind: 'blob', blob }, whole: true });
});

it('knows that the screen is withheld', async () => {
  const pixels = seen();
  await vi.waitUntil(() => answers.length === 1);
  answers[0]?.({ err: { name: 'Error', message: 'no permission' } });
  expect(await pixels).toBe('PictureForbidden');
});
