import { afterEach, expect, it, vi } from 'vitest';
import { matchGarments } from '../../../lib/engine/match-garments';
import { type GarmentsRequest, type GarmentWish, garmentsRequest } from '../../../lib/similar';

afterEach(() => vi.unstubAllGlobals());

it('asks for every garment of a crowd, in parts that the engine takes', async () => {
  const parts: number[] = [];
  const sendMessage = ({ type, data }: { type: string; data: unknown }, respond: (answer: object) => void): void => {
    const garments = type === 'matchGarments' ? garmentsRequest(data as GarmentsRequest).garments : [];
    if (garments.length > 0) parts.push(garments.length);
    respond({ res: garments.map(({ box }) => [{ similarity: box.x }]) });
  };
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  vi.stubGlobal('chrome', { runtime: { sendMessage } });
  const wishes = Array.from({ length: 60 }, (_, at): GarmentWish => {
    return { category: 'dress', box: { x: at / 60, y: 0, width: 0.01, height: 1 }, gender: 'off' };
  });
  const source = { kind: 'url', url: 'https://news.example/a.jpg', pageUrl: '' } as const;
  const found = await matchGarments(source, wishes, 6);
  expect(found.map(([match]) => match?.similarity)).toEqual(wishes.map(({ box }) => box.x));
  expect(parts).toEqual([24, 24, 12]);
  expect(await matchGarments(source, [], 6)).toEqual([]);
});
