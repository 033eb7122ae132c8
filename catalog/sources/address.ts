import { isWebAddress } from '../../lib/store/pack-format';

const LONGEST = 2_048;

/** `text` as an http(s) address, a relative one against `base`; undefined for anything else (`javascript:`, `file:`). */
export function webAddress(text: string, base?: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > LONGEST || !URL.canParse(trimmed, base)) return undefined;
  const { href } = new URL(trimmed, base);
  return isWebAddress(href) ? href : undefined;
}

/** Whether two addresses are of one site, `www.` or not: a sitemap or listing may send us nowhere else. */
export function isSameSite(a: string, b: string): boolean {
  const [one, other] = [a, b].map((address) => new URL(address).host.replace(/^www\./, ''));
  return one === other;
}
