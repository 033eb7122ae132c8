import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isLost } from '../../../lib/lost';
import { photograph } from '../../../lib/page/photograph';

const AREA = { left: 10, top: 20, width: 300, height: 200 };

/** Answers to captures that were asked for, and what listens to the page's being shown again. */
let answers: ((answer: object) => void)[];
let shown: Set<(event: object) => void>;
let frames: boolean;

/** An element of the extension, of which only the opacity matters. */
function ours(): { element: HTMLElement; opacity: () => string } {
  const values = new Map<string, string>();
  const style = { setProperty: (name: string, value: string) => void values.set(name, value) };
  return { element: { style } as unknown as HTMLElement, opacity: () => values.get('opacity') ?? '1' };
}

beforeEach(() => {
  vi.useFakeTimers();
  [answers, shown, frames] = [[], new Set(), true];
  const sendMessage = (_: object, respond: (answer: object) => void): void => void answers.push(respond);
  vi.stubGlobal('chrome', { runtime: { sendMessage } });
  vi.stubGlobal('addEventListener', (_: string, hear: (event: object) => void, { signal }: { signal: AbortSignal }) => {
    shown.add(hear);
    signal.addEventListener('abort', () => shown.delete(hear));
  });
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames && setTimeout(run, 16));
  vi.stubGlobal('visualViewport', null);
  vi.stubGlobal('innerWidth', 1_000);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What becomes of a picture: the name of the error where it is none. */
const take = (...above: HTMLElement[]) =>
  photograph(AREA, () => above).then(
    () => 'taken',
    (error: Error) => (isLost(error) ? 'lost' : error.name),
  );
const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

it('shows nothing of the extension while it is taken, and all of it afterwards', async () => {
  const { element, opacity } = ours();
  const taken = take(element);
  expect(answers).toHaveLength(0);
  await pass();
  expect(opacity()).toBe('0');
  answers[0]?.({ res: new Blob() });
  expect(await taken).toBe('taken');
  expect(opacity()).toBe('1');
});

it('shows the extension again when the last of two is taken, whatever becomes of them', async () => {
  const { element, opacity } = ours();
  const both = [take(element), take(element)];
  await pass();
  answers[0]?.({ err: { name: 'PictureForbidden', message: 'no' } });
  await both[0];
  expect(opacity()).toBe('0');
  answers[1]?.({ res: new Blob() });
  await both[1];
  expect(opacity()).toBe('1');
});

it('is taken at once where nothing of the extension lies', async () => {
  frames = false;
  const taken = take();
  await pass(0);
  answers[0]?.({ res: new Blob() });
  expect(await taken).toBe('taken');
});

it('ends where nobody answers, and where the page is not drawn', async () => {
  const { element, opacity } = ours();
  frames = false;
  const taken = take(element);
  await pass(2_000);
  expect(answers).toHaveLength(1);
  await pass(60_000);
  expect(await taken).toBe('PictureForbidden');
  expect(opacity()).toBe('1');
});

it('ends when the page comes back that was left meanwhile', async () => {
  const { element, opacity } = ours();
  const taken = take(element);
  await pass();
  for (const hear of shown) hear({ persisted: true });
  expect(await taken).toBe('lost');
  expect(opacity()).toBe('1');
  expect(shown.size).toBe(0);
});
