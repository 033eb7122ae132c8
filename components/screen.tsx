import type { ComponentChild } from 'preact';
import { render } from 'preact';
import { direction, language, t } from '../lib/words';
import './page.css';
import { CONTROLS, TOKENS } from './tokens';

/** Draws one of the extension's own pages: language, direction, title and tokens set. */
export function showScreen(title: string, content: ComponentChild): void {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  document.title = `${t(title)} · ${t('extensionName')}`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(TOKENS + CONTROLS);
  document.adoptedStyleSheets = [sheet];
  render(
    <main>
      <h1>{t(title)}</h1>
      {content}
    </main>,
    document.body,
  );
}
