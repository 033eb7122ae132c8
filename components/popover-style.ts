import { CARDS } from './tokens';

/** How the popover of a dot looks; a sheet at the bottom where the screen is as narrow as a phone's. */
export const POPOVER = `${CARDS}
.popover { position: fixed; left: 0; top: 0; transform-origin: 0 0; width: min(348px, calc(100vw - 16px)); max-height: min(520px, calc(100vh - 16px));
  overflow: auto; overscroll-behavior: contain; scroll-padding-block: 56px 64px;
  display: flex; flex-direction: column; padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius);
  background: var(--surface); box-shadow: var(--shadow); outline-offset: -2px; scrollbar-width: thin; }
/* Before it has its place it lies in a corner, where a pointer that rests there would enter and leave it. */
.popover:not(.placed) { opacity: 0; } .popover.placed { pointer-events: auto; }
.popover.sheet { left: 8px; top: auto; bottom: 8px; width: calc(100vw - 16px); max-height: 72vh; translate: none; }
.popover > header { display: flex; align-items: center; gap: 8px; position: sticky; top: 0; z-index: 1; margin: 0 -12px;
  padding: 8px 8px 8px 20px; background: var(--surface); }
.popover > header:dir(rtl) { padding: 8px 20px 8px 8px; }
.found { display: contents; } .found[hidden] { display: none; }
.popover h2 { flex: 1; margin: 0; font-size: var(--large); font-weight: 650; }
.popover p { margin: 4px 8px 12px; color: var(--soft); }
.chips { display: flex; flex-wrap: wrap; gap: 6px; margin: 6px 8px 8px; padding: 0; border: 0; min-width: 0; }
/* Room for the ring of what has the focus, which a box that scrolls cuts off. */
.chips.kinds { flex: none; flex-wrap: nowrap; align-items: center; margin: 0 4px -2px; padding: 4px; overflow-x: auto;
  scrollbar-width: none; }
.chips.kinds:has(> :nth-child(5)) { flex-wrap: wrap; }
.chips.kinds .chip { flex: none; min-height: 24px; padding: 1px 10px; }
/* Most answers come at once: these need not flicker. */
.cards.busy { opacity: .5; transition: opacity .15s .25s; }
.popover .more { align-self: center; margin: 4px 0 8px; }
.popover > footer { display: flex; gap: 8px; position: sticky; bottom: 0; margin: auto -12px 0; padding: 10px 20px;
  border-top: 1px solid var(--line); background: var(--surface); }
.popover > footer .button { flex: 1; }
`;
