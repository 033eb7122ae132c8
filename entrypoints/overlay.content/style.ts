import { CONTROLS, TOKENS } from '../../components/tokens';

/** Style of dots and popovers; adopted by the shadow root, where no policy of the page forbids it. */
export const STYLE = `${TOKENS}${CONTROLS}
.layer { font: var(--font); color: var(--text); text-align: start; pointer-events: none; }
.dot { position: fixed; left: -16px; top: -16px; width: 32px; height: 32px; padding: 0; border: 0; margin: 0;
  background: none; pointer-events: auto; cursor: pointer; border-radius: 50%; }
.dot[hidden] { display: none; }
.dot::after { content: ''; position: absolute; inset: 10px; border-radius: 50%; background: #fff;
  box-shadow: 0 0 0 1.5px #222, 0 1px 6px #0009; }
.dot:is(:hover, [aria-expanded='true'])::after { inset: 8px; }
.dot.busy { pointer-events: none; }
.dot.busy::after { opacity: .75; }
.popover { position: fixed; left: 0; top: 0; width: min(300px, calc(100vw - 16px)); box-sizing: border-box; overflow: auto;
  padding: 12px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface);
  box-shadow: 0 10px 36px #0005; pointer-events: auto; outline: none; }
h2 { margin: 0 0 8px; font-size: 15px; }
p { margin: 8px 0; color: var(--soft); }
.cards { list-style: none; margin: 0; padding: 0; }
.cards.dimmed { opacity: .72; }
.card { display: flex; gap: 12px; padding: 6px; border-radius: 8px; color: inherit; text-decoration: none; }
.card:hover { background: var(--raised); }
.thumbnail { flex: none; width: 64px; height: 80px; border-radius: 6px; background: #fff; }
.facts { display: flex; flex-direction: column; min-width: 0; }
.brand { font-weight: 600; } .title { overflow-wrap: anywhere; } .soft { color: var(--soft); font-size: 12px; }
footer { display: flex; gap: 8px; position: sticky; bottom: -12px; padding: 8px 0; background: var(--surface); }
@media (prefers-reduced-motion: no-preference) {
  .dot::after { animation: pulse .6s ease-out 1; }
  .dot.busy::after { animation: breathe 1.2s ease-in-out infinite; }
}
@keyframes pulse { from { transform: scale(.2); opacity: 0; } 60% { transform: scale(1.35); } }
@keyframes breathe { 50% { opacity: .25; } }
@media (forced-colors: active) { .dot::after { background: CanvasText; outline: 2px solid Canvas; } }
`;
