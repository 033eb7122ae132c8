import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Shown } from '../../../entrypoints/overlay.content/overlay';
import { createRemarks } from '../../../entrypoints/overlay.content/remarks';
import { readKept, withKept } from '../../../entrypoints/overlay.content/said';
import { createSaver } from '../../../entrypoints/overlay.content/save';
import { createShownList, type ShownList } from '../../../entrypoints/overlay.content/shown-list';
import type { LookDraft } from '../../../lib/messages';
import type { GarmentsRequest } from '../../../lib/similar';
import type { ShopResult } from '../../../lib/types';

const SOURCE = { kind: 'url', url: 'https://shop.example/a.jpg', pageUrl: 'https://shop.example/' } as const;
const ASKING = { gender: 'automatic', top: 3 } as const;
const PICTURE = 7;
const ELEMENT = { localName: 'img' } as unknown as Element;
const garment = (category: string, y: number, person: number | null = null) => ({
  category,
  box: { x: 0.2, y, width: 0.4, height: 0.2 },
  score: 1,
  person,
  matches: [],
});
const RESULT = {
  width: 10,
  height: 10,
  persons: [],
  garments: [garment('topwear', 0.1), garment('bottomwear', 0.5)],
} as unknown as ShopResult;

interface Sent {
  readonly type: string;
  readonly data: unknown;
  readonly answer: (answer?: object) => void;
}

let list: ShownList;
/** Questions of the engine that wait for their answer. */
let waiting: Sent[];
/** Whether the engine answers by itself. */
let prompt: boolean;
let failed: unknown[];

const kinds = (): string[] => list.all[0]?.result?.garments.map(({ category }) => category) ?? [];
const keptKinds = async (): Promise<string[]> =>
  (await readKept(SOURCE)).map(({ was, category }) => `${was} ${category}`);
const asked = async (type: string): Promise<Sent> =>
  await vi.waitUntil(() => waiting.find((one) => one.type === type), { timeout: 5_000, interval: 2 });

async function answer(type: string): Promise<void> {
  const one = await asked(type);
  waiting = waiting.filter((other) => other !== one);
  respond(one);
}

function respond({ type, data, answer: tell }: Sent): void {
  tell({ res: type === 'matchGarments' ? (data as GarmentsRequest).garments.map(() => []) : 'id' });
}

beforeEach(() => {
  fakeBrowser.reset();
  [waiting, prompt, failed] = [[], true, []];
  const sendMessage = ({ type, data }: Sent, tell: (answer?: object) => void): void => {
    const one = { type, data, answer: tell };
    if (prompt || type === 'ensureEngine') respond(one);
    else waiting.push(one);
  };
  vi.stubGlobal('chrome', { runtime: { sendMessage } });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('document', { title: 'A walk' });
  vi.stubGlobal('location', { href: 'https://shop.example/' });
  vi.spyOn(browser, 'extension', 'get').mockReturnValue({ inIncognitoContext: false } as never);
  list = createShownList({ changed() {}, released() {} });
  show(RESULT);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function show(result: ShopResult): void {
  list.put({
    id: PICTURE,
    element: ELEMENT,
    shows: { place: 'content', layer: 0 },
    source: SOURCE,
    said: new Map(),
    result,
  });
}

const remarks = () => createRemarks(list, ASKING, (error) => failed.push(error));

describe('what is said of a picture', () => {
  it('holds for it and is kept, however quickly it is said of two garments', async () => {
    prompt = false;
    const take = remarks();
    const first = take(PICTURE, 0, { category: 'dress' });
    const second = take(PICTURE, 1, { category: 'footwear' });
    await answer('matchGarments');
    await answer('matchGarments');
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(kinds()).toEqual(['dress', 'footwear']);
    expect(await keptKinds()).toEqual(['topwear dress', 'bottomwear footwear']);
  });

  it('is taken after something that came to nothing', async () => {
    prompt = false;
    const take = remarks();
    const first = take(PICTURE, 0, { category: 'dress' });
    const second = take(PICTURE, 1, { category: 'footwear' });
    (await asked('matchGarments')).answer({ err: { name: 'Error', message: 'no' } });
    waiting = [];
    expect(await first).toBe(false);
    await answer('matchGarments');
    expect(await second).toBe(true);
    expect(kinds()).toEqual(['topwear', 'footwear']);
    expect(failed).toHaveLength(1);
  });

  it('comes to nothing for a picture that is gone', async () => {
    expect(await remarks()(PICTURE + 1, 0, { category: 'dress' })).toBe(false);
  });
});

describe('what was said of a picture before', () => {
  beforeEach(async () => {
    await remarks()(PICTURE, 0, { category: 'dress' });
  });

  it('stays where the engine could not answer for it this time', async () => {
    prompt = false;
    const again = withKept(RESULT, await readKept(SOURCE), SOURCE, ASKING);
    (await asked('matchGarments')).answer({ err: { name: 'Error', message: 'no' } });
    expect((await again).said.size).toBe(0);
    prompt = true;
    show((await again).result);
    await remarks()(PICTURE, 1, { category: 'footwear' });
    expect((await keptKinds()).sort()).toEqual(['bottomwear footwear', 'topwear dress']);
  });

  it('stays where its garment is not shown', async () => {
    show({ ...RESULT, garments: RESULT.garments.slice(1) });
    await remarks()(PICTURE, 0, { category: 'footwear' });
    expect((await keptKinds()).sort()).toEqual(['bottomwear footwear', 'topwear dress']);
  });

  it('gives way to what is said of the same garment, and is forgotten when that takes it back', async () => {
    show(RESULT);
    const take = remarks();
    await take(PICTURE, 0, { category: 'outerwear' });
    expect(await keptKinds()).toEqual(['topwear outerwear']);
    await take(PICTURE, 0, { category: 'topwear' });
    expect(await keptKinds()).toEqual([]);
  });
});

describe('a saved look', () => {
  const saver = () => createSaver(list, { saved() {}, failed: (error) => failed.push(error) });
  const shown = (): Shown => list.all[0] as Shown;

  it('is saved once for two clicks', async () => {
    prompt = false;
    const save = saver();
    const both = Promise.all([save(shown()), save(shown())]);
    await answer('saveLook');
    await both;
    expect(waiting).toEqual([]);
    expect(shown().saved).toBe(true);
  });

  it('is one look where it is asked for again because the answer was lost', async () => {
    prompt = false;
    const saving = saver()(shown());
    const lost = await asked('saveLook');
    waiting = [];
    lost.answer(undefined);
    const again = await asked('saveLook');
    respond(again);
    await saving;
    const ids = [lost, again].map(({ data }) => (data as LookDraft).id);
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(failed).toEqual([]);
  });

  it('stays the picture’s where shops had something else by the time it was kept', async () => {
    prompt = false;
    const saving = saver()(shown());
    await asked('saveLook');
    list.change(PICTURE, { result: { ...RESULT } });
    await answer('saveLook');
    await saving;
    expect(shown().saved).toBe(true);
  });

  it('is not the picture’s any more when something was said of it meanwhile', async () => {
    prompt = false;
    const saving = saver()(shown());
    const said = remarks()(PICTURE, 0, { category: 'dress' });
    await answer('matchGarments');
    await said;
    await answer('saveLook');
    await saving;
    expect(shown().saved).toBe(false);
    expect(failed).toEqual([]);
  });
});
