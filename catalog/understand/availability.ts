import { fold } from './lexicon';

const LONGEST = 200;
const GONE =
  /out[ _-]?of[ _-]?stock|sold[ _-]?out|discontinued|unavailable|ausverkauft|vergriffen|agotado|epuise|\brupture\b/;
const NOT_THERE =
  /^(not?|nicht|non|pas)\b[ _-]*(en |in |auf )?[ _-]*(stock|available|lager|lieferbar|verfugbar|vorratig|disponible)/;
const NO = /^(false|no|n|0)$/;
const SOON = /\b(almost|nearly|soon|bald|fast|presque|bientot|casi|pronto)\b/;

/**
 * Whether a product can be bought, as schema.org, Google, Awin and shops write it in the catalogue's languages; yes where
 * nothing is said.
 */
export function isInStock(availability: string): boolean {
  const said = fold(availability.trim().slice(0, LONGEST));
  return SOON.test(said) || ![GONE, NOT_THERE, NO].some((pattern) => pattern.test(said));
}
