/** Colours and type of every screen and of the overlay; light and dark follow the system. */
export const TOKENS = `
:root, :host {
  --surface: #ffffff; --raised: #f5f5f7; --text: #17171a; --soft: #5b5b66; --line: #dcdce2;
  --accent: #1f5bd8; --on-accent: #ffffff; --danger: #b3261e;
  --font: 14px/1.45 system-ui, -apple-system, 'Segoe UI', sans-serif; --radius: 12px;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root, :host {
    --surface: #1c1c20; --raised: #27272d; --text: #f3f3f6; --soft: #b3b3bf; --line: #3b3b44;
    --accent: #8ab0ff; --on-accent: #10131a; --danger: #ffb4ab;
  }
}
`;

/** Buttons, links and focus rings that the overlay and the pages share. */
export const CONTROLS = `
.button { font: inherit; font-weight: 600; min-height: 32px; padding: 4px 14px; border-radius: 999px; cursor: pointer;
  border: 1px solid var(--line); background: var(--raised); color: var(--text); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.button:disabled { opacity: .6; cursor: default; }
:is(.button, a, .dot):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
