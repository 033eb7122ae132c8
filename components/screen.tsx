import type { ComponentChild } from 'preact';
import { render } from 'preact';
import { direction, language, t } from '../lib/words';
import './page.css';
import { CARDS, CONTROLS, TOKENS } from './tokens';

/** Draws one of the extension's own pages: language, direction, title and tokens set. `extra` is more style. */
export function showScreen(title: string, content: ComponentChild, extra = ''): void {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  document.title = `${t(title)} · ${t('extensionName')}`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(TOKENS + CONTROLS + CARDS + extra);
  document.adoptedStyleSheets = [sheet];
  keepFilesOut();
  render(<main class={title}>{content}</main>, document.body);
}

/** A file that misses the place for it would take the screen's: the browser opens it. */
function keepFilesOut(): void {
  const keep = (event: DragEvent): void => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  addEventListener('dragover', keep);
  addEventListener('drop', keep);
}

/** The head of a screen: the extension's sign and what the screen is. */
export function ScreenTitle({ words }: { words: string }) {
  return (
    <h1 tabIndex={-1}>
      <img src="/icon/48.png" alt="" width="32" height="32" />
      {words}
    </h1>
  );
}
