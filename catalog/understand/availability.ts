import { fold } from './lexicon';

const LONGEST = 200;
const GONE =
  /out[ _-]?of[ _-]?stock|sold[ _-]?out|discontinued|unavailable|ausverkauft|vergriffen|agotad[oa]|epuise|\brupture\b|\bindisponible|\bhors[ _-]stock|\bsin[ _-](stock|existencias)|\bno hay (stock|existencias)/;
/** "Currently not available", "nicht mehr auf Lager", "n'est plus disponible", "ya no disponible". */
const NOT_THERE =
  /(?<![a-z])(not?|nicht|non|pas|plus|kein)(?![a-z])[ _-]*(mehr |longer |anymore |esta )?(en |in |auf )?[ _-]*(stock|available|lager|lieferbar|verfugbar|vorratig|erhaltlich|disponible)/;
const NO = /^(false|no|nein|non|n|oos|0([.,]0+)?)$/;
const SOON = /\b(almost|nearly|soon|bald|fast|presque|bientot|casi|pronto)\b/;

/**
 * Whether a product can be bought, as schema.org, Google, Awin and shops write it in the catalogue's languages; yes where
 * nothing is said.
 */
export function isInStock(availability: string): boolean {
  const said = fold(availability.trim().slice(0, LONGEST));
  return SOON.test(said) || ![GONE, NOT_THERE, NO].some((pattern) => pattern.test(said));
}
