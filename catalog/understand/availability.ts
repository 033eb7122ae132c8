const GONE = /^(out[ _-]?of[ _-]?stock|sold[ _-]?out|discontinued|unavailable|false|no|n|0)$/i;

/** Whether a product can be bought, as schema.org, Google, Awin and shops write it; yes where nothing is said. */
export function isInStock(availability: string): boolean {
  return !GONE.test(availability.trim().replace(/^https?:\/\/schema\.org\//i, ''));
}
