const STYLE = `
:root { color-scheme: light; --ink: #17171a; --soft: #63636b; --line: #dcdad5; --accent: #a5123b; --paper: #fbfaf7; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 Georgia, 'Times New Roman', serif; }
.bar { border-bottom: 1px solid var(--line); font: 12px/36px system-ui, sans-serif; color: var(--soft); }
.wide { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
.bar .wide { display: flex; justify-content: space-between; }
.masthead { text-align: center; padding: 22px 0 14px; }
.masthead a { color: inherit; text-decoration: none; font-size: 52px; line-height: 1; letter-spacing: -.02em;
  font-weight: 700; font-family: 'Playfair Display', Didot, 'Bodoni MT', Georgia, serif; }
nav { border-block: 1px solid var(--line); font: 600 13px/44px system-ui, sans-serif; text-align: center; }
nav a { color: var(--ink); text-decoration: none; margin: 0 15px; } nav a:first-child { color: var(--accent); }
.kicker { font: 700 12px/1 system-ui, sans-serif; letter-spacing: .12em; text-transform: uppercase;
  color: var(--accent); margin: 34px 0 12px; }
h1 { font-size: 44px; line-height: 1.12; letter-spacing: -.015em; margin: 0 0 14px; max-width: 22em; }
.stand { font-size: 20px; line-height: 1.45; color: #3b3b42; margin: 0 0 18px; max-width: 38em; }
.by { font: 13px/1.4 system-ui, sans-serif; color: var(--soft); margin-bottom: 22px; } .by b { color: var(--ink); }
figure { margin: 0; } img { display: block; width: 100%; height: auto; background: #e8e5de; }
figcaption { font: 13px/1.45 system-ui, sans-serif; color: var(--soft); padding: 9px 0 0; }
.columns { columns: 2; column-gap: 40px; margin: 30px 0 40px; } .columns p { margin: 0 0 1em; }
.columns p:first-child::first-letter { float: left; font-size: 64px; line-height: .82; padding: 6px 8px 0 0; }
h2 { font-size: 27px; border-top: 3px solid var(--ink); padding-top: 14px; margin: 0 0 18px; }
.gallery { display: grid; grid-template-columns: repeat(3, 1fr); gap: 26px 22px; padding-bottom: 60px; }
.gallery img { aspect-ratio: 3 / 4; object-fit: cover; } .gallery b { color: var(--ink); display: block; }
footer { border-top: 1px solid var(--line); font: 13px/60px system-ui, sans-serif; color: var(--soft); }
@media (max-width: 720px) { .columns { columns: 1; } .gallery { grid-template-columns: 1fr 1fr; } h1 { font-size: 32px; } }
`;

const STORY = [
  'It was the kind of evening the weather forgets to spoil. By seven the steps were full, and by half past it was clear that nobody had agreed on anything, least of all on the length of a coat.',
  'Designers have spent two seasons telling us that the suit is finished. The people who came tonight had not heard, or had heard and did not mind: jackets were everywhere, over dresses, over knitwear, over the shoulders of somebody who was plainly cold.',
  'Colour did the rest. Where last year was a study in beige, this one had mustard against navy, burgundy against cream, and one green bag that three people asked about before the doors opened.',
  'Shoes stayed sensible. “You can always tell who means to dance,” said a stylist who did not want to be named and who was, we noticed, in trainers.',
  'Eyewear is back on faces rather than on foreheads, hats are back on heads, and bags are large enough again to hold whatever it is that people carry to parties.',
  'By ten the steps were empty and the tailor across the road had lit his window again. He had, he said, been taking notes.',
];
const CAPTIONS = [
  ['Easy does it', 'A loose cut for a long evening.'],
  ['On the way in', 'Layers that survive a draughty foyer.'],
  ['The quiet one', 'Nothing shouts, everything fits.'],
  ['Two of a kind', 'Arrived together, dressed apart.'],
  ['Street side', 'Half an hour before the doors.'],
  ['Last look', 'What the tailor wrote down.'],
];

/** A small newspaper's page about what people wore: masthead, headline, lead photo, columns, gallery. */
export function newsPage(): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>What everyone wore – The Evening Thread</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<div class="bar"><div class="wide"><span>Tuesday evening edition</span><span>14 °C, dry until midnight</span></div></div>
<header class="masthead"><a href="/">The Evening Thread</a></header>
<nav><a href="/">Style</a><a href="/feed">Photo feed</a><a href="/">Film</a><a href="/">Music</a><a href="/">Food</a></nav>
<main class="wide"><p class="kicker">Opening night</p><h1>Nobody agreed on a coat, and that was the best of it</h1>
<p class="stand">Three hundred guests, one staircase and more good trousers than we could count.</p>
<p class="by">By <b>Ines Halloran</b> and <b>Theo Marsh</b> · 5 minutes to read</p>
<figure><img src="/pictures/lead-0" width="1200" height="800" alt="Guests on the steps on opening night">
<figcaption>On the steps, a little before eight. Drawn for The Evening Thread.</figcaption></figure>
<div class="columns">${STORY.map((text) => `<p>${text}</p>`).join('')}</div>
<h2>Seen on the steps</h2><div class="gallery">${CAPTIONS.map(galleryPicture).join('')}</div></main>
<footer><div class="wide">The Evening Thread is a made-up newspaper with made-up guests.</div></footer></body></html>`;
}

function galleryPicture([title, text]: readonly string[], index: number): string {
  return `<figure><img loading="lazy" src="/pictures/portrait-${index + 1}" width="720" height="960" alt="${title}">
<figcaption><b>${title}</b>${text}</figcaption></figure>`;
}
