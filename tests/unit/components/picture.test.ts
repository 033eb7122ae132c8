import { expect, it } from 'vitest';
import { smallSize } from '../../../components/picture';

it('keeps little of a large picture, in its shape, and a small one as it is', () => {
  expect(smallSize({ width: 6_000, height: 4_000 })).toEqual({ width: 320, height: 213 });
  expect(smallSize({ width: 200, height: 320 })).toEqual({ width: 200, height: 320 });
  expect(smallSize({ width: 9_000, height: 2 })).toEqual({ width: 320, height: 1 });
});
