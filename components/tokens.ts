/** The accent in the light: also the ground of the toolbar's badge. */
export const ACCENT = '#4338ca';

/**
 * The one place for colours, type and space, of every screen and of the overlay. Type: 12, 14, 16, 20, 28 px. Space:
 * multiples of 4 px. Light and dark follow the system; every pair of text and ground has a contrast of 4.5 or more.
 */
export const TOKENS = `
:root, :host {
  --surface: #ffffff; --raised: #f7f7fb; --sunken: #ecedf4; --text: #15151d; --soft: #5b5b6b; --line: #e1e1ea;
  --edge: #80808f; --accent: ${ACCENT}; --on-accent: #ffffff; --tint: #eeedff; --danger: #b3261e; --good: #14683c;
  --dot: #ffffff; --dot-edge: #222222;
  --small: 12px; --normal: 14px; --large: 16px; --title: 20px; --display: 28px;
  --font: var(--normal)/1.45 system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif;
  --radius-small: 8px; --radius: 14px; --shadow: 0 1px 2px #15151d14, 0 12px 40px #15151d33;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root, :host {
    --surface: #17171c; --raised: #212128; --sunken: #2b2b34; --text: #f4f4f8; --soft: #b6b6c4; --line: #363641;
    --edge: #8d8d9c; --accent: #b3aeff; --on-accent: #14122e; --tint: #2a2850; --danger: #ffb4ab; --good: #8fd8ab;
    --shadow: 0 1px 2px #0006, 0 12px 40px #000a;
  }
}
`;

/** Buttons, chips, links and focus rings that the overlay and the pages share. */
export const CONTROLS = `
* { box-sizing: border-box; }
.button, .chip, .icon-button { font: inherit; cursor: pointer; border: 1px solid var(--line); background: var(--surface);
  color: var(--text); }
.button { font-weight: 600; min-height: 36px; padding: 6px 16px; border-radius: 999px; }
.button:hover, .chip:hover { background: var(--raised); border-color: var(--edge); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.button.primary:hover { filter: brightness(1.08); }
.button.quiet { border-color: transparent; background: none; color: var(--accent); }
.button.danger { color: var(--danger); }
.button:is(:disabled, [aria-disabled='true']) { opacity: .62; cursor: default; filter: none; }
.button.small { font-size: var(--small); min-height: 30px; padding: 4px 12px; }
.chip { font-size: var(--small); min-height: 28px; padding: 3px 12px; border-radius: 999px; white-space: nowrap;
  max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.chip[aria-pressed='true'] { background: var(--tint); border-color: var(--accent); color: var(--accent); font-weight: 600; }
.icon-button { display: inline-grid; place-items: center; flex: none; width: 32px; height: 32px; padding: 0;
  border-color: transparent; border-radius: 50%; background: none; color: var(--soft); }
.icon-button:hover { background: var(--sunken); color: var(--text); }
.icon { width: 18px; height: 18px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round;
  stroke-linejoin: round; }
.soft { color: var(--soft); } .small { font-size: var(--small); }
:is(a, button, input, select, textarea, summary, .popover):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  contain: layout size; }
@media (forced-colors: active) {
  .chip[aria-pressed='true'], .button.primary { forced-color-adjust: none; background: Highlight; color: HighlightText;
    border-color: Highlight; }
}
`;

/** A product: picture, facts, and a way to copy its address; what resembles it, and the way back from there. */
export const CARDS = `
.cards { list-style: none; margin: 0; padding: 0; }
.cards.dimmed .thumbnail { opacity: .8; filter: saturate(.4); }
.cards > li { position: relative; border-radius: var(--radius-small); }
.cards > li:hover, .cards > li:focus-within { background: var(--raised); }
.card { display: flex; gap: 12px; padding: 8px; padding-inline-end: 40px; border-radius: var(--radius-small); color: inherit;
  text-decoration: none; }
.card:hover .name { text-decoration: underline; }
.thumbnail { flex: none; width: 68px; height: 85px; border-radius: var(--radius-small); background: var(--sunken);
  outline: 1px solid #8080801f; outline-offset: -1px; }
.thumbnail.drawn { background: #fff; }
.facts { display: flex; flex-direction: column; justify-content: center; min-width: 0; }
.brand { color: var(--soft); font-size: var(--small); }
.card .name { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow-wrap: anywhere;
  text-align: -webkit-match-parent; }
.cost { margin-top: 2px; } .cost b { font-weight: 650; }
.actions { position: absolute; inset-block-start: 8px; inset-inline-end: 4px; display: grid; gap: 2px; opacity: 0; }
.cards > li:is(:hover, :focus-within) .actions { opacity: 1; }
@media (hover: none), (forced-colors: active) { .actions { opacity: 1; } }
.way-back { display: flex; flex-direction: column; align-items: flex-start; gap: 6px; margin: 4px 8px; }
.way-back .button { display: inline-flex; align-items: center; gap: 4px; padding-inline: 4px 12px; }
.way-back .icon:dir(rtl) { scale: -1 1; }
.way-back h3 { margin: 0; font-size: var(--normal); font-weight: 600; overflow-wrap: anywhere; }
`;
