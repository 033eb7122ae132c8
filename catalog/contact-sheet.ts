import { escapeHtml } from '../lib/escape-html';
import type { PackRow } from '../lib/store/pack-format';
import { GARMENT_CATEGORIES } from '../lib/types';

const STYLE = `body{font:13px system-ui;margin:24px;color:#222}ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:12px}
li{width:132px}img{width:132px;height:132px;object-fit:contain;background:#f4f4f4}li a{color:inherit}small{color:#666}`;

/** Evenly spread members, so that a sheet shows the whole range and not the first page of a shop. */
function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, i) => items[Math.floor(i * step)] as T);
}

function card({ title, brand, url, imageUrl, gender, price, inStock }: PackRow): string {
  const picture = imageUrl
    ? `<img loading="lazy" referrerpolicy="no-referrer" alt="" src="${escapeHtml(imageUrl)}">`
    : '';
  const cost = price ? `${price.amount} ${price.currency}` : '';
  const facts = [brand, gender, cost, inStock ? '' : 'sold out'].filter(Boolean).join(' · ');
  return `<li>${picture}<a rel="noreferrer" href="${escapeHtml(url)}">${escapeHtml(title.slice(0, 80))}</a><br><small>${escapeHtml(facts)}</small></li>`;
}

/** A page with up to `each` products of every category; nothing of it runs a script. */
export function contactSheet(name: string, rows: readonly PackRow[], each: number): string {
  const policy = "default-src 'none'; img-src http: https: data: file:; style-src 'unsafe-inline'";
  const parts = GARMENT_CATEGORIES.map((category) => {
    const members = rows.filter((row) => row.category === category);
    if (members.length === 0) return '';
    return `<h2>${category} <small>${members.length}</small></h2><ul>${spread(members, each).map(card).join('\n')}</ul>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(name)}</title><style>${STYLE}</style><h1>${escapeHtml(name)} <small>${rows.length} products</small></h1>
${parts.filter(Boolean).join('\n')}</html>\n`;
}
