import { escapeHtml } from './escape-html';
import { cheapestTotal, chosenTotal } from './looks';
import { percentText, priceText } from './price';
import type { Look, Match } from './types';
import { direction, language, t } from './words';

/** A look with its picture, and product pictures, as `data:` addresses. */
export interface PrintedLook {
  readonly look: Look;
  readonly picture: string;
  readonly thumbnail: (imageUrl: string) => string | undefined;
}

const SHOWN = 3;
const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:860px;margin:0 auto;padding:24px}
article{display:grid;grid-template-columns:minmax(200px,320px) 1fr;gap:24px;padding:24px 0;border-top:1px solid #8884}
article>img{width:100%;border-radius:14px}h2{margin:0}h3{margin:16px 0 4px;font-size:16px}ul{list-style:none;margin:0;padding:0}
li{display:flex;gap:12px;align-items:center;padding:6px 0}li img{width:56px;height:70px;object-fit:contain;background:#fff;border-radius:8px}
.soft{opacity:.75}@media(max-width:600px){article{grid-template-columns:1fr}}`;

/** One HTML file that shows looks anywhere: pictures inside, no script, nothing is loaded. */
export function looksPage(looks: readonly PrintedLook[]): string {
  const title = escapeHtml(t('savedLooks'));
  return `<!doctype html>
<html lang="${language()}" dir="${direction()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>
${looks.map(article).join('\n')}
</body></html>`;
}

function article({ look, picture, thumbnail }: PrintedLook): string {
  const date = new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(look.savedAt);
  const { garments: worn } = look.result;
  const sums = [
    ['totalCheapest', cheapestTotal(worn)] as const,
    ['totalChosen', chosenTotal(worn, look.chosen)] as const,
  ]
    .filter(([, total]) => total.counted > 0)
    .map(([key, total]) => `<p>${escapeHtml(t(key))} <b>${escapeHtml(total.sums.map(priceText).join(' + '))}</b></p>`);
  const garments = look.result.garments.map(
    ({ category, matches }) =>
      `<h3>${escapeHtml(t(`category_${category}`))}</h3><ul>${matches.slice(0, SHOWN).map(row(thumbnail)).join('')}</ul>`,
  );
  return `<article><img src="${escapeHtml(picture)}" alt="${escapeHtml(look.title)}"><div><h2>${escapeHtml(look.title)}</h2>
<p class="soft">${escapeHtml([date, ...(look.tags ?? [])].join(' · '))}</p><p>${escapeHtml(look.note)}</p>
<p>${link(look.pageUrl, look.pageTitle || look.pageUrl)}</p>${sums.join('')}
${garments.join('')}</div></article>`;
}

function row(thumbnail: PrintedLook['thumbnail']): (match: Match) => string {
  return ({ product, similarity }) => {
    const picture = thumbnail(product.imageUrl);
    const facts = [product.price && priceText(product.price), product.shop, t('similar', percentText(similarity))];
    return `<li>${picture ? `<img src="${escapeHtml(picture)}" alt="">` : ''}<span>${escapeHtml(product.brand)} ${link(product.url, product.title)}<br>
<span class="soft">${escapeHtml(facts.filter(Boolean).join(' · '))}</span></span></li>`;
  };
}

function link(address: string, words: string): string {
  if (!/^https?:\/\//i.test(address)) return escapeHtml(words);
  return `<a href="${escapeHtml(address)}" target="_blank" rel="noopener noreferrer">${escapeHtml(words)}</a>`;
}
