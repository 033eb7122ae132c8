import { direction, language, t } from '../lib/words';
import { ICON_PATHS } from './icon-paths';
import { CONTROLS, TOKENS } from './tokens';

const STYLE = `${TOKENS}${CONTROLS}
.notice { position: fixed; inset-block-end: 24px; inset-inline: 16px; margin-inline: auto; max-width: 420px; display: flex; gap: 8px;
  align-items: center; padding: 8px 8px 8px 16px; border: 1px solid var(--line); border-radius: var(--radius);
  font: var(--font); color: var(--text); background: var(--surface); box-shadow: var(--shadow); text-align: start; }
.notice:dir(rtl) { padding: 8px 16px 8px 8px; }
.notice p { flex: 1; margin: 0; overflow-wrap: anywhere; }
`;
const BOX =
  'all: initial; position: fixed; inset: 0 auto auto 0; width: 0; height: 0; border: 0; padding: 0; margin: 0; overflow: visible; background: none; display: block; z-index: 2147483647';
/** How long the last word stays unless somebody is at it, milliseconds. */
const STAYS_MS = 12_000;

/** A line of words at the foot of a page. */
export interface PageNotice {
  /** Shows words instead of those before; the last ones go away by themselves. */
  say(words: string, last?: boolean): void;
}

/** Puts a line of words on the page, heard by screen readers, above whatever the page draws. */
export function showPageNotice(): PageNotice {
  const host = document.createElement('buy-me-that-look-notice');
  host.dir = direction();
  // The page's language is another one, perhaps: voices and letter shapes go by it.
  host.lang = language();
  host.style.cssText = BOX.split('; ')
    .map((one) => `${one} !important`)
    .join('; ');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const [box, words, close] = [document.createElement('div'), document.createElement('p'), closeButton(() => end())];
  box.className = 'notice';
  words.setAttribute('role', 'status');
  box.append(words, close);
  root.append(box);
  host.popover = 'manual';
  document.documentElement.append(host);
  host.showPopover();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(timer);
    host.remove();
  };
  const leave = (): void => {
    // Whoever reads with the pointer or the keyboard on it is not interrupted.
    if (box.matches(':hover, :focus-within')) timer = setTimeout(leave, STAYS_MS);
    else end();
  };
  return {
    say: (text, last = false) => {
      words.textContent = text;
      clearTimeout(timer);
      if (last) timer = setTimeout(leave, STAYS_MS);
    },
  };
}

function closeButton(onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'icon-button';
  button.setAttribute('aria-label', t('close'));
  button.append(closeIcon());
  button.addEventListener('click', onClick);
  return button;
}

/** The same icon as everywhere, without what draws the others: this goes into pages that have no dots. */
function closeIcon(): SVGSVGElement {
  const svg = 'http://www.w3.org/2000/svg';
  const [icon, path] = [document.createElementNS(svg, 'svg'), document.createElementNS(svg, 'path')];
  icon.setAttribute('class', 'icon');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICON_PATHS.close);
  icon.append(path);
  return icon;
}
