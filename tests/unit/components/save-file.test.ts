import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { datedName } from '../../../components/save-file';

const zone = process.env.TZ;
beforeEach(() => {
  process.env.TZ = 'Asia/Tokyo';
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('the name of a saved file', () => {
  it('has the day that it is where it was saved', () => {
    expect(datedName('looks', 'json', new Date('2026-03-04T23:30:00Z'))).toBe('looks-2026-03-05.json');
    expect(datedName('looks', 'json', new Date('2026-11-24T12:00:00Z'))).toBe('looks-2026-11-24.json');
  });
});
