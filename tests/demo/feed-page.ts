const STYLE = `
:root { color-scheme: light dark; --ink: #111; --soft: #737373; --line: #dbdbdb; --paper: #fafafa; --card: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f5f5f5; --soft: #a8a8a8; --line: #2a2a2a; --paper: #000; --card: #0c0c0c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, sans-serif; }
header { position: sticky; top: 0; z-index: 2; background: var(--card); border-bottom: 1px solid var(--line); }
header div { max-width: 980px; margin: auto; padding: 14px 24px; display: flex; justify-content: space-between; }
header a { color: inherit; text-decoration: none; font-weight: 600; } header b { font: 600 22px/1 Georgia, serif; }
main { width: min(500px, 100%); margin: 22px auto; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin-bottom: 22px; overflow: hidden; }
.who { display: flex; align-items: center; gap: 10px; padding: 11px 14px; font-weight: 600; }
.who i { width: 34px; height: 34px; border-radius: 50%; background: conic-gradient(from var(--turn), #f9ce34, #ee2a7b, #6228d7, #f9ce34); }
.who small { font-weight: 400; color: var(--soft); display: block; }
.photo { position: relative; aspect-ratio: 1; background: #8883; }
.photo img { width: 100%; height: 100%; object-fit: cover; display: block; }
.photo span { position: absolute; inset: 0; }
.said { padding: 11px 14px 15px; } .said p { margin: 5px 0 0; } .acts { font-size: 21px; letter-spacing: 8px; line-height: 1; }
#more { height: 40px; text-align: center; color: var(--soft); }
`;

/** Cards appear as the end comes near; a transparent layer lies over each picture, as on well-known photo feeds. */
const SCRIPT = `
const names = ['mira.lund', 'oskar_v', 'studio.naro', 'jun.and.ida', 'thecoatroom', 'palomaofficial', 'northbank.fits', 'r.okafor'];
const places = ['Lisbon', 'Malmö', 'Osaka', 'Accra', 'Ghent', 'Montréal', 'Oaxaca'];
const lines = ['Sunday uniform.', 'Found this one at the back of the shop.', 'Wore it three days in a row. No regrets.',
  'First sun of the year.', 'She said it was too much. It was exactly enough.', 'Market run.', 'New shoes, old knees.'];
const feed = document.querySelector('main'), more = document.querySelector('#more');
let count = 0;
const make = (tag, name, parent) => { const made = document.createElement(tag); made.className = name; parent.append(made); return made; };
function addCard() {
  const at = count++, card = make('article', '', feed), who = make('div', 'who', card);
  make('i', '', who).style.setProperty('--turn', at * 67 + 'deg');
  const label = make('div', '', who); label.textContent = names[at % names.length];
  make('small', '', label).textContent = places[at % places.length];
  const photo = make('div', 'photo', card), img = make('img', '', photo);
  img.loading = 'lazy'; img.alt = 'Photo by ' + names[at % names.length]; img.src = '/pictures/square-' + (100 + at);
  make('span', '', photo);
  const said = make('div', 'said', card); make('div', 'acts', said).textContent = '♡ ✉ ➤';
  make('p', '', said).textContent = (211 + at * 37 % 900) + ' likes';
  make('p', '', said).textContent = lines[at % lines.length];
}
new IntersectionObserver((seen) => {
  if (seen.some((one) => one.isIntersecting) && count < 500) for (let i = 0; i < 4; i++) addCard();
}, { rootMargin: '900px' }).observe(more);
`;

/** An endless feed of photos. */
export function feedPage(): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Threadly</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<header><div><b>Threadly</b><a href="/">The Evening Thread</a></div></header><main></main><p id="more">Loading …</p>
<script>${SCRIPT}</script></body></html>`;
}
