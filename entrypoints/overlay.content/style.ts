import { POPOVER } from '../../components/popover-style';
import { CONTROLS, TOKENS } from '../../components/tokens';

/** Style of dots and popovers; adopted by the shadow root, where no policy of the page forbids it. */
export const STYLE = `${TOKENS}${CONTROLS}${POPOVER}
/* What a page says about every backdrop would lie over all of it. */
:host::backdrop { display: none !important; }
.layer { font: var(--font); color: var(--text); text-align: start; pointer-events: none; }
/* In the document's coordinates, or the viewport's for pictures that stay there. What is contained adds nothing to the
   page's scrollable area, and with its size no layout of a dot is one of the page. */
.anchor { position: absolute; left: 0; top: 0; width: 0; height: 0; contain: layout size; }
.anchor.pinned { position: fixed; }
.moved { position: absolute; left: 0; top: 0; }
.dot { position: absolute; left: -16px; top: -16px; width: 32px; height: 32px; padding: 0; border: 0; margin: 0;
  background: none; pointer-events: auto; cursor: pointer; border-radius: 50%; }
.dot[hidden] { display: none; }
.dot::after { content: ''; position: absolute; inset: 10px; border-radius: 50%; background: var(--dot);
  box-shadow: 0 0 0 1.5px var(--dot-edge), 0 1px 6px #0009; }
.picture, .wearer { display: contents; }
/* While one wearer's dots are used those of the others step back. */
.picture:has(.dot:is(:hover, :focus-visible)) .wearer:not(:has(.dot:is(:hover, :focus-visible))) .dot::after { opacity: .45; }
/* White beside black is seen on every picture. */
.dot:focus-visible { outline: 2px solid var(--dot); outline-offset: -1px;
  box-shadow: 0 0 0 3px var(--dot-edge), inset 0 0 0 3px var(--dot-edge); }
.dot:is(:hover, [aria-expanded='true'])::after { inset: 8px; }
.dot.busy { pointer-events: none; }
.on-hover .dot:not(.near, :focus-visible, [aria-expanded='true']) { opacity: 0; }
.dot.busy::after { opacity: .75; }
.notice { position: fixed; left: 50%; bottom: 24px; translate: -50% 0; max-width: min(420px, calc(100vw - 32px)); padding: 10px 16px;
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); box-shadow: var(--shadow); }
.veil { position: fixed; inset: 0; overflow: hidden; cursor: crosshair; pointer-events: auto; touch-action: none; user-select: none;
  outline: none; }
.area { position: absolute; border: 2px solid var(--dot); outline: 1px solid var(--dot-edge); box-shadow: 0 0 0 200vmax #0008; border-radius: 2px; }
.area-bar { position: fixed; left: 50%; top: 16px; translate: -50% 0; display: flex; align-items: center; gap: 12px; width: max-content;
  max-width: calc(100vw - 32px); padding: 8px 14px;
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); box-shadow: var(--shadow); }
.area-bar p { margin: 0; }
/* An area may begin below the words. */
.area-bar .button { flex: none; pointer-events: auto; }
@media (prefers-reduced-motion: no-preference) {
  /* Every frame of an animation costs the page style: none while it scrolls. What came meanwhile pulses afterwards. */
  .layer:not([data-moving]) .dot.new::after { animation: pulse .6s ease-out 1; }
  .layer:not([data-moving]) .dot.busy::after { animation: breathe 1.2s ease-in-out infinite; }
}
@keyframes pulse { from { transform: scale(.2); opacity: 0; } 60% { transform: scale(1.35); } }
@keyframes breathe { 50% { opacity: .25; } }
/* Paper cannot be pointed at, and its pictures lie elsewhere. */
@media print { .layer { display: none; } }
@media (forced-colors: active) {
  .dot::after { background: CanvasText; outline: 2px solid Canvas; }
  .dot:focus-visible { outline: 3px solid Highlight; }
}
`;
