import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchPicture } from '../../../lib/vision/fetch-picture';

let server: Server;
let origin: string;
let png: Buffer;
const asked: Record<string, string | undefined>[] = [];

beforeAll(async () => {
  png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  server = createServer((request, response) => {
    const { cookie, referer } = request.headers;
    asked.push({ cookie, referer });
    if (request.url === '/good.png') response.writeHead(200, { 'content-type': 'text/plain' }).end(png);
    else if (request.url === '/page.png')
      response.writeHead(200, { 'content-type': 'image/png' }).end('<!doctype html>');
    else if (request.url === '/words.png') response.writeHead(200, { 'content-type': 'image/png' }).end('no picture');
    else if (request.url === '/drawing.svg') response.end('<svg xmlns="http://www.w3.org/2000/svg"/>');
    else if (request.url === '/slow.png') response.write(png.subarray(0, 8));
    else if (request.url === '/loop.png') response.writeHead(302, { location: '/loop.png' }).end();
    else if (request.url === '/endless.png') endless(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A picture that never ends, a megabyte at a time. */
function endless(response: {
  write(chunk: Buffer): boolean;
  once(event: 'drain', next: () => void): void;
  destroyed: boolean;
}) {
  const chunk = Buffer.concat([png, Buffer.alloc(1_000_000)]);
  const next = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', next);
  };
  next();
}

describe('fetchPicture', () => {
  it('gives the bytes, whatever the server calls them, and sends neither cookie nor referrer', async () => {
    const blob = await fetchPicture(`${origin}/good.png`);
    expect(Buffer.from(await blob.arrayBuffer()).equals(png)).toBe(true);
    expect(asked.at(-1)).toEqual({ cookie: undefined, referer: undefined });
  });

  it.each([
    ['/page.png', 'PictureForbidden'],
    ['/words.png', 'PictureUnreadable'],
    ['/drawing.svg', 'PictureForbidden'],
    ['/gone.png', 'PictureForbidden'],
    ['/loop.png', 'PictureForbidden'],
    ['/endless.png', 'PictureTooLarge'],
  ])('refuses %s as %s', async (path, name) => {
    await expect(fetchPicture(origin + path)).rejects.toMatchObject({ name });
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'no address', ''])('asks nobody for %j', async (address) => {
    const before = asked.length;
    await expect(fetchPicture(address)).rejects.toMatchObject({ name: 'PictureForbidden' });
    expect(asked.length).toBe(before);
  });

  it('stops when it is no longer wanted', async () => {
    const stop = new AbortController();
    const answer = fetchPicture(`${origin}/slow.png`, stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(answer).rejects.toMatchObject({ name: 'Cancelled' });
  });
});
