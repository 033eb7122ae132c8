/** What of a page speaks of products: structured data, what it says about itself, and its title. */
const TELLING = 'script[type^="application/ld+json" i], meta[property], meta[name], link[rel~="canonical" i], title';
const LONGEST = 6_000_000;

/** The parts of a document's markup that speak of products; nothing of a page's texts, forms or cookies. */
export function productText(page: Document): string {
  let text = '';
  for (const element of page.querySelectorAll(TELLING)) {
    const part = element.outerHTML;
    if (text.length + part.length <= LONGEST) text += `${part}\n`;
  }
  return text;
}
