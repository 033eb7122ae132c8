import { escapeHtml } from './escape-html';
import { titleOf } from './garment-title';
import { cheapestTotal, chosenTotal, type Total } from './looks';
import { percentText, priceText } from './price';
import type { Look, Match } from './types';
import { direction, language, number, t } from './words';

/** A look with its picture, and product pictures, as `data:` addresses. */
export interface PrintedLook {
  readonly look: Look;
  readonly picture: string;
  /** Where the dot of each garment is put, in fractions of the picture. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly thumbnail: (imageUrl: string) => string | undefined;
}

const SHOWN = 3;
const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:860px;margin:0 auto;padding:24px}
article{display:grid;grid-template-columns:minmax(200px,320px) 1fr;gap:24px;padding:24px 0;border-top:1px solid #8884}
figure{position:relative;margin:0;align-self:start}figure img{display:block;width:100%;border-radius:14px}
.dot{position:absolute;translate:-50% -50%;min-width:22px;border-radius:11px;background:#fff;color:#222;box-shadow:0 0 0 1.5px #222;font:600 12px/22px system-ui;text-align:center}
h2{margin:0}h3{margin:16px 0 4px;font-size:16px}ul{list-style:none;margin:0;padding:0}
li{display:flex;gap:12px;align-items:center;padding:6px 0}li img{width:56px;height:70px;object-fit:contain;background:#fff;border-radius:8px}
.soft{opacity:.75}.note{white-space:pre-line}@media(max-width:600px){article{grid-template-columns:1fr}}`;

/** One HTML file that shows looks anywhere: pictures inside, no script, nothing is loaded. Takes one look at a time. */
export async function looksPage(looks: Iterable<PrintedLook> | AsyncIterable<PrintedLook>): Promise<Blob> {
  const title = escapeHtml(t('savedLooks'));
  const parts: BlobPart[] = [
    `<!doctype html>
<html lang="${language()}" dir="${direction()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>
`,
  ];
  // Piece by piece: no single text may be as long as a thousand looks.
  for await (const look of looks) parts.push(new Blob([article(look), '\n']));
  return new Blob([...parts, '</body></html>'], { type: 'text/html' });
}

function article({ look, picture, places, thumbnail }: PrintedLook): string {
  const date = new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(look.savedAt);
  const { garments: worn } = look.result;
  const sums = [
    ['totalCheapest', cheapestTotal(worn)] as const,
    ['totalChosen', chosenTotal(worn, look.chosen)] as const,
  ]
    .filter(([, total]) => total.counted > 0)
    .map(([key, total]) => sum(t(key), total));
  const garments = worn.map(({ matches }, at) => {
    const rows = printed(matches, look.chosen?.[at]).map((match) => {
      return row(match, thumbnail, match.product.id === look.chosen?.[at]);
    });
    return `<h3>${number(at + 1)} · ${escapeHtml(titleOf(worn, at))}</h3><ul>${rows.join('')}</ul>`;
  });
  const percent = (share: number): string => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%`;
  const dots = places.map(
    ({ x, y }, at) =>
      `<span class="dot" aria-hidden="true" style="left:${percent(x)};top:${percent(y)}">${number(at + 1)}</span>`,
  );
  return `<article><figure><img src="${escapeHtml(picture)}" alt="${escapeHtml(look.title)}">${dots.join('')}</figure><div><h2>${isolated(look.title)}</h2>
<p class="soft">${[date, ...(look.tags ?? [])].map(isolated).join(' · ')}</p><p class="note" dir="auto">${escapeHtml(look.note)}</p>
<p>${link(look.pageUrl, look.pageTitle || look.pageUrl)}</p>${sums.join('')}
${garments.join('')}</div></article>`;
}

/** The matches of a garment that are printed: the nearest and the one that was chosen. */
export function printed(matches: readonly Match[], chosen: string | null | undefined): readonly Match[] {
  return matches.filter(({ product }, place) => place < SHOWN || product.id === chosen);
}

/** What a set costs, shop by shop where there are several. */
function sum(words: string, { sums, shops }: Total): string {
  const parts = shops.map((one) => `<li>${isolated(one.shop)}: ${isolated(one.sums.map(priceText).join(' + '))}</li>`);
  const list = parts.length > 1 ? `<ul class="soft">${parts.join('')}</ul>` : '';
  return `<p>${escapeHtml(words)} <b>${escapeHtml(sums.map(priceText).join(' + '))}</b></p>${list}`;
}

function row({ product, similarity }: Match, thumbnail: PrintedLook['thumbnail'], chosen: boolean): string {
  const picture = thumbnail(product.imageUrl);
  const price = product.price && priceText(product.price);
  const facts = [
    chosen ? `✓ ${t('totalChosen')} ${price ?? ''}` : price,
    product.shop,
    !product.inStock && t('soldOut'),
    t('similar', percentText(similarity)),
  ];
  return `<li>${picture ? `<img src="${escapeHtml(picture)}" alt="">` : ''}<span>${isolated(product.brand)} ${link(product.url, product.title)}<br>
<span class="soft">${facts.flatMap((fact) => (fact ? [isolated(fact)] : [])).join(' · ')}</span></span></li>`;
}

/** Words of a shop or a person: their direction is their own, and turns nothing around them. */
function isolated(words: string): string {
  return `<bdi>${escapeHtml(words)}</bdi>`;
}

function link(address: string, words: string): string {
  if (!/^https?:\/\//i.test(address)) return isolated(words);
  return `<a href="${escapeHtml(address)}" target="_blank" rel="noopener noreferrer">${isolated(words)}</a>`;
}
