import { Parser } from 'htmlparser2';
import { webAddress } from './address';

/** What a page says about itself in its markup. Addresses are absolute http(s). */
export interface PageFacts {
  readonly title: string;
  readonly canonical: string | undefined;
  /** `og:title`, `product:price:amount`, … → first content. */
  readonly meta: ReadonlyMap<string, string>;
  /** Contents of `<script type="application/ld+json">`. */
  readonly scripts: readonly string[];
  /** Whether the page ends within the last of them. */
  readonly isCut: boolean;
  readonly links: readonly string[];
}

/** Tags that are open at once; the parser's work grows with their number. Browsers themselves stop at 512. */
export const DEEPEST = 1_000;

const [MOST_LINKS, MOST_SCRIPTS, MOST_META, LONGEST_SCRIPT] = [3_000, 60, 300, 5_000_000];

/** Reads a page's markup. Nothing of it is run; broken markup is read as far as it goes, a deep one to there. */
export function readPage(html: string, url: string): PageFacts {
  const meta = new Map<string, string>();
  const scripts: string[] = [];
  const links = new Set<string>();
  let title = '';
  let canonical: string | undefined;
  let inside: 'script' | 'title' | undefined;
  let depth = 0;
  let isCut = false;
  const parser = new Parser(
    {
      onopentag(name, { rel = '', href = '', property = '', name: key = '', content = '', type = '' }) {
        depth += 1;
        if (depth > DEEPEST) parser.pause();
        if (name === 'script' && /^application\/ld\+json/i.test(type.trim()) && scripts.length < MOST_SCRIPTS) {
          inside = 'script';
          scripts.push('');
        } else if (name === 'title' && title === '') inside = 'title';
        else if (name === 'link' && /\bcanonical\b/i.test(rel)) canonical ??= webAddress(href, url);
        else if (name === 'meta' && meta.size < MOST_META) {
          const said = (property || key).toLowerCase();
          if (said && !meta.has(said)) meta.set(said, content.slice(0, 4_000));
        } else if (name === 'a' && links.size < MOST_LINKS) {
          const address = webAddress(href, url);
          if (address) links.add(address);
        }
      },
      ontext(data) {
        const last = scripts.length - 1;
        if (inside === 'script' && (scripts[last]?.length ?? 0) < LONGEST_SCRIPT) scripts[last] += data;
        if (inside === 'title' && title.length < 1_000) title += data;
      },
      onclosetag(_, isImplied) {
        depth -= 1;
        isCut ||= isImplied && inside === 'script';
        inside = undefined;
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return { title: title.replace(/\s+/g, ' ').trim(), canonical, meta, scripts, isCut, links: [...links] };
}

/** The text of a piece of HTML such as `Caf&eacute; <b>dress</b>`, on one line. */
export function plainText(html: string): string {
  if (!/[<&]/.test(html)) return html.trim();
  const texts: string[] = [];
  const parser = new Parser({ ontext: (data) => void texts.push(data) }, { decodeEntities: true });
  parser.end(html.slice(0, 10_000));
  return texts.join('').replace(/\s+/g, ' ').trim();
}

/** A text with the characters that entities in it stand for; tags stay what they are, text. */
export function withoutEntities(text: string): string {
  return text.includes('&') ? plainText(text.replaceAll('<', '&lt;')) : text;
}
