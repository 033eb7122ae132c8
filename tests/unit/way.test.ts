import { describe, expect, it } from 'vitest';
import { coversAll, wayOf } from '../../entrypoints/welcome/way';

describe('where dots appear, as the welcome page shows it', () => {
  it('is what holds, whatever was chosen before', () => {
    expect(wayOf(undefined, ['https://*/*', 'https://news.example/*'])).toBe('every');
    expect(wayOf('click', ['https://news.example/*'])).toBe('some');
    expect(wayOf('every', ['https://news.example/*'])).toBe('some');
    expect(wayOf('every', [])).toBeUndefined();
  });

  it('stays what was chosen where nothing is allowed yet', () => {
    expect([wayOf('some', []), wayOf('click', []), wayOf(undefined, [])]).toEqual(['some', 'click', undefined]);
  });

  it('knows the patterns of all sites', () => {
    const patterns = ['<all_urls>', '*://*/*', 'http://*/*', 'https://*.example.org/*', 'https://example.org/*'];
    expect(patterns.map(coversAll)).toEqual([true, true, true, false, false]);
  });
});
