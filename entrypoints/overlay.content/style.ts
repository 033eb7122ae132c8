/** Style of the dots; adopted by the shadow root, where no policy of the page forbids it. */
export const STYLE = `
:host { all: initial; }
.layer { position: fixed; inset: 0; pointer-events: none; z-index: 2147483647; font: 13px/1.35 system-ui, sans-serif; }
.picture { position: absolute; }
.spot { position: absolute; width: 0; height: 0; }
.dot { position: absolute; left: -16px; top: -16px; width: 32px; height: 32px; padding: 0; border: 0; background: none;
  pointer-events: auto; cursor: pointer; }
.dot::after { content: ''; position: absolute; inset: 10px; border-radius: 50%; background: #fff;
  box-shadow: 0 0 0 1.5px #222, 0 1px 6px #0008; }
.dot:hover::after, .dot[aria-expanded=true]::after { inset: 8px; }
.dot:focus-visible::after { outline: 2px solid #2a6df4; outline-offset: 3px; }
.popover { position: absolute; top: -40px; width: 264px; padding: 8px; border-radius: 12px; background: #fff; color: #16161a;
  box-shadow: 0 8px 34px #0006; pointer-events: auto; z-index: 1; }
.popover.right { left: 18px; } .popover.left { right: 18px; }
.popover p { margin: 8px; }
.card { display: flex; gap: 10px; padding: 6px; border-radius: 8px; color: inherit; text-decoration: none; }
.card:hover, .card:focus-visible { background: #8882; }
.card img { object-fit: contain; background: #fff; border-radius: 4px; }
.card b, .card i { display: block; font-style: normal; } .card i { opacity: .7; font-size: 12px; }
@media (prefers-color-scheme: dark) { .popover { background: #1d1d20; color: #f3f3f5; } }
@media (prefers-reduced-motion: no-preference) { .dot::after { animation: pulse .6s ease-out 1; } }
@keyframes pulse { from { transform: scale(.2); opacity: 0; } 60% { transform: scale(1.35); } }
`;
