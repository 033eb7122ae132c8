import { describe, expect, it } from 'vitest';
import { pictureIn } from '../../lib/dropped';

const brought = (data: Readonly<Record<string, string>>, files: Blob[] = []) =>
  pictureIn({ files, getData: (format) => data[format] ?? '' });

describe('what is dropped or pasted', () => {
  it('is a file before it is an address', () => {
    const picture = new Blob(['x'], { type: 'image/webp' });
    const text = new Blob(['x'], { type: 'text/plain' });
    expect(brought({ 'text/uri-list': 'https://a.example/b.jpg' }, [text, picture])).toEqual({
      kind: 'blob',
      blob: picture,
      pageUrl: '',
    });
    expect(brought({}, [text])).toBeUndefined();
  });

  it('is the picture of a link rather than where the link leads', () => {
    const html = `<meta charset='utf-8'><a href="https://a.example/page"><img alt="x" onerror="alert(1)" src="https://a.example/b.jpg?w=1&amp;h=2"></a>`;
    expect(brought({ 'text/html': html, 'text/uri-list': 'https://a.example/page' })).toMatchObject({
      kind: 'url',
      url: 'https://a.example/b.jpg?w=1&h=2',
    });
    expect(brought({ 'text/html': "<img src='data:image/png;base64,AA'>" })).toMatchObject({
      url: 'data:image/png;base64,AA',
    });
  });

  it('is found, or not, in HTML that was made to be slow', () => {
    expect(brought({ 'text/html': '<img '.repeat(400_000) })).toBeUndefined();
    expect(brought({ 'text/html': `<img${' src'.repeat(400_000)}` })).toBeUndefined();
    const late = `${'<img alt '.repeat(100_000)}><img src="https://a.example/b.jpg">`;
    expect(brought({ 'text/html': late })).toMatchObject({ url: 'https://a.example/b.jpg' });
  });

  it('is the first address of a list, and no address that is not of the web', () => {
    expect(brought({ 'text/uri-list': '# seen\r\nhttps://a.example/b.jpg\r\nhttps://c.example' })).toMatchObject({
      url: 'https://a.example/b.jpg',
    });
    for (const address of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,<p>', 'blob:https://a/b']) {
      expect(brought({ 'text/uri-list': address, 'text/html': `<img src="${address}">` }), address).toBeUndefined();
    }
  });
});
