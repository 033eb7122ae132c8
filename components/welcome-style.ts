/** The welcome screen's own style. */
export const WELCOME = `
main { max-width: 920px; }
h1 { font-size: var(--display); } h1 img { width: 44px; height: 44px; }
.hero { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); gap: 32px; align-items: center; margin: 8px 0 40px; }
.hero figure { position: relative; margin: 0; }
.to-dots { position: absolute; inset-block-start: 12px; inset-inline-start: 12px; }
.to-dots:not(:focus-visible) { opacity: 0; pointer-events: none; }
.hero figure img { display: block; width: 100%; height: auto; border-radius: 20px; background: var(--sunken); }
.hero figcaption { margin: 8px 4px 0; color: var(--soft); font-size: var(--small); }
.lead { font-size: var(--title); line-height: 1.4; margin-bottom: 20px; }
.promises li { position: relative; padding: 0 0 10px; padding-inline-start: 24px; }
.promises li::before { content: ''; position: absolute; inset-inline-start: 2px; top: 5px; width: 10px; height: 10px; border-radius: 50%;
  border: 2px solid var(--accent); }
main > h2 { font-size: var(--title); margin: 32px 0 12px; }
.ways { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 12px; margin-bottom: 16px; }
.way { display: grid; align-content: start; gap: 6px; padding: 20px; font: inherit; text-align: start; color: inherit; cursor: pointer;
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
.way:hover { border-color: var(--edge); background: var(--raised); } .way strong { font-size: var(--large); }
.way span { color: var(--soft); }
.way[aria-pressed='true'] { border-color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 1px var(--accent); }
.way[aria-pressed='true'] span { color: var(--text); }
/* An outline would be in the way of the one that shows the focus. */
@media (forced-colors: active) { .way[aria-pressed='true'] { border: 3px solid Highlight; padding: 18px; } }
@media (max-width: 680px) { .hero { grid-template-columns: 1fr; } }
`;
