/** Where dots appear: on every site, on some, or nowhere by themselves. */
export type Way = 'every' | 'some' | 'click';

/** What is shown as chosen, after what was shown before, while sites of these patterns are allowed. */
export function wayOf(before: Way | undefined, patterns: readonly string[]): Way | undefined {
  if (patterns.some(coversAll)) return 'every';
  if (patterns.length > 0) return 'some';
  return before === 'every' ? undefined : before;
}

/** Whether a match pattern is one of all sites. */
export function coversAll(pattern: string): boolean {
  return /^(<all_urls>|[^:]+:\/\/\*\/)/.test(pattern);
}
