/** How ids of shops that were added by address begin: sources of packs are named by their makers. */
const WEB = 'web.';

/** The id of a shop's source: the same address is the same shop. */
export function shopId(address: string): string {
  const { host, pathname, search } = new URL(address);
  const words = `${host.replace(/^www\./, '')}${pathname}${search}`.toLowerCase().replace(/[^a-z0-9.]+/g, '-');
  const name = words.replace(/^[-.]+|[-.]+$/g, '');
  // Long feeds' addresses differ at their ends.
  let hash = 5381;
  for (const sign of address) hash = (Math.imul(hash, 33) ^ (sign.codePointAt(0) ?? 0)) >>> 0;
  return name.length <= 60 ? `${WEB}${name}` : `${WEB}${name.slice(0, 50)}.${hash.toString(36)}`;
}
