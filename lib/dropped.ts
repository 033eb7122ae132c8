import type { ImageSource } from './types';

/** What is needed of a DataTransfer, of a drop or of a paste. */
export interface Brought {
  readonly files: Iterable<Blob>;
  getData(format: string): string;
}

const PICTURE = /^image\//;
const LONGEST_HTML = 2_000_000;
const ADDRESS = /^(https?:|data:image\/)/i;

/**
 * The picture somebody dropped or pasted: a file, else the address of a picture that was dragged out of a page. Undefined
 * where there is none.
 */
export function pictureIn(brought: Brought): ImageSource | undefined {
  const file = [...brought.files].find(({ type }) => PICTURE.test(type));
  if (file) return { kind: 'blob', blob: file, pageUrl: '' };
  const address = [pictureOf(brought.getData('text/html')), ...linesOf(brought.getData('text/uri-list'))].find(
    (one) => one !== undefined && ADDRESS.test(one),
  );
  return address === undefined ? undefined : { kind: 'url', url: address, pageUrl: '' };
}

/** No `<` in a tag: a browser writes none in attributes, and a page full of beginnings must not be searched for each of them. */
const IMAGE = /<img\b[^<>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)')/i;

/** The first picture of dragged HTML, which is only searched: parsing it would touch its event handlers. */
function pictureOf(html: string): string | undefined {
  const found = IMAGE.exec(html.slice(0, LONGEST_HTML));
  return (found?.[1] ?? found?.[2])?.replaceAll('&amp;', '&');
}

/** Lines that begin with `#` are comments. https://www.rfc-editor.org/rfc/rfc2483#section-5 */
function linesOf(list: string): string[] {
  return list.split(/\r?\n/).filter((line) => line && !line.startsWith('#'));
}
