import type { Answer, Route } from '../browser/servers';
import { feedPage } from './feed-page';
import { newsPage } from './news-page';
import type { Pictures, Shape } from './pictures';

/** The demo's two pages, `/` and `/feed`, and their pictures, `/pictures/<shape>-<index>`. */
export function demoSite(pictures: Pictures): Route {
  return async (path) => {
    if (path === '/') return html(newsPage());
    if (path === '/feed') return html(feedPage());
    const asked = /^\/pictures\/(lead|portrait|square)-(\d{1,6})$/.exec(path);
    if (!asked) return undefined;
    const { bytes, type } = await pictures.picture(Number(asked[2]), asked[1] as Shape);
    return { body: bytes, type };
  };
}

function html(body: string): Answer {
  return { body, type: 'text/html; charset=utf-8' };
}
