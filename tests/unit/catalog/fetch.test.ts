import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPace } from '../../../catalog/fetch/pace';
import { pictureReader, readAll } from '../../../catalog/fetch/picture';
import { createFetcher, retryAfter } from '../../../catalog/fetch/polite';
import { isPrivateAddress } from '../../../catalog/fetch/private-network';

let server: Server;
let origin: string;
let asked: { path: string; at: number; headers: IncomingMessage['headers'] }[] = [];
let open = 0;
let mostOpen = 0;

const MANNERS = { gap: 40, pause: 10, patience: 300, mayAsk: () => true };

/** Never pauses for long, and ends after a second. */
function trickle(response: ServerResponse, bytes: number): void {
  let parts = 0;
  const timer = setInterval(() => {
    parts += 1;
    response.write(Buffer.alloc(bytes));
    if (parts < 20) return;
    clearInterval(timer);
    response.end();
  }, 50);
  response.on('close', () => clearInterval(timer));
}

function answer(path: string, request: IncomingMessage, response: ServerResponse): void {
  const times = asked.filter((one) => one.path === path).length;
  if (path === '/busy' && times < 3) response.writeHead(429, times === 1 ? { 'retry-after': '1' } : {}).end();
  else if (path === '/away') response.writeHead(503, { 'retry-after': '3600' }).end();
  else if (path === '/broken' && times < 2) request.socket.destroy();
  else if (path === '/silent') setTimeout(() => response.end(), 2_000);
  else if (path === '/stalls') response.writeHead(200).write('half');
  else if (path.startsWith('/trickles')) trickle(response, path.endsWith('fast') ? 1_000 : 1);
  else if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
  else if (path === '/away-from-here') response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
  else if (path === '/big') response.end(Buffer.alloc(50_000));
  else if (path === '/tagged' && request.headers['if-none-match'] === '"one"') response.writeHead(304).end();
  else if (path === '/tagged') response.writeHead(200, { etag: '"one"' }).end('picture');
  else if (path === '/cut' || (path === '/cut-once' && times < 2)) {
    response.writeHead(200, { 'content-length': '500' }).write('half', () => setTimeout(() => response.destroy(), 20));
  } else if (path === '/cached') response.writeHead(304).end();
  else if (path === '/missing') response.writeHead(404).end();
  else setTimeout(() => response.end('ok'), 20);
}

beforeAll(async () => {
  server = createServer((request, response) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.on('close', () => {
      open -= 1;
    });
    asked.push({ path: request.url ?? '', at: Date.now(), headers: request.headers });
    answer(request.url ?? '', request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('the polite fetcher', () => {
  it('asks a host one thing at a time, with a pause', async () => {
    [asked, mostOpen] = [[], 0];
    const fetcher = createFetcher(MANNERS);
    await Promise.all([1, 2, 3, 4].map(async (n) => readAll((await fetcher(`${origin}/${n}`, { whole: true })).body)));
    expect(mostOpen).toBe(1);
    // Starts are 40 ms apart; arrivals on a busy machine waver.
    expect((asked[3]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(100);
  });

  it('comes back after 429, honours Retry-After, and after a broken connection', async () => {
    asked = [];
    const fetcher = createFetcher(MANNERS);
    expect((await fetcher(`${origin}/busy`)).status).toBe(200);
    expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect((await fetcher(`${origin}/broken`)).status).toBe(200);
    await expect(fetcher(`${origin}/away`)).rejects.toThrow(/come back in 60 minutes/);
  });

  it('gives up on silence, stalling, loops and size, each with a sentence', async () => {
    const fetcher = createFetcher({ ...MANNERS, retries: 1 });
    await expect(fetcher(`${origin}/silent`)).rejects.toThrow(/did not answer/);
    await expect(fetcher(`${origin}/loop`)).rejects.toThrow(/did not answer/);
    const stalled = await fetcher(`${origin}/stalls`);
    await expect(readAll(stalled.body)).rejects.toThrow(/stopped answering/);
    const big = await fetcher(`${origin}/big`, { limit: 10_000 });
    await expect(readAll(big.body)).rejects.toThrow(/larger than/);
  });

  it('gives up on what comes drop by drop, but not on a long list', async () => {
    const fetcher = createFetcher({ ...MANNERS, patience: 1_000, longest: 500, slowest: 1_000 });
    for (const [path, whole] of [
      ['/trickles', true],
      ['/trickles', false],
      ['/trickles/fast', true],
    ] as const) {
      const slow = await fetcher(`${origin}${path}`, { whole });
      await expect(readAll(slow.body), `${path} ${whole}`).rejects.toThrow(/stopped answering/);
    }
    const list = await fetcher(`${origin}/trickles/fast`);
    expect(await readAll(list.body)).toHaveLength(20_000);
  });

  it('counts the time of the server, not that of whoever reads', async () => {
    const fetcher = createFetcher({ ...MANNERS, longest: 300 });
    const { body } = await fetcher(`${origin}/big`);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await readAll(body)).toHaveLength(50_000);
  });

  it('is not slowed down by a feed that is read slowly', async () => {
    const fetcher = createFetcher(MANNERS);
    const feed = await fetcher(`${origin}/big`);
    expect((await fetcher(`${origin}/other`, { whole: true })).status).toBe(200);
    await feed.body?.cancel();
  });

  it('asks no private network, other scheme or address with a password', async () => {
    asked = [];
    const { mayAsk: _own, ...strict } = MANNERS;
    const fetcher = createFetcher(strict);
    for (const address of [origin, 'http://localhost/', 'http://0x7f000001/', 'http://[::1]/', 'http://nas.local/']) {
      await expect(fetcher(address), address).rejects.toThrow(/private network/);
    }
    for (const address of ['file:///etc/passwd', 'javascript:alert(1)', 'ftp://shop.example/']) {
      await expect(fetcher(address), address).rejects.toThrow(/Only http/);
    }
    await expect(fetcher('http://user:secret@shop.example/')).rejects.toThrow(/password/);
    expect(asked).toEqual([]);
    const own = createFetcher({ ...MANNERS, retries: 0, mayAsk: (url) => url.origin === origin });
    await expect(own(`${origin}/away-from-here`)).rejects.toThrow();
    expect(isPrivateAddress(new URL('https://shop.example/'))).toBe(false);
    expect(isPrivateAddress(new URL('https://172.32.0.1/'))).toBe(false);
  });

  it.each([
    ['10.1.2.3', '11.1.2.3'],
    ['100.64.0.1', '100.63.0.1'],
    ['100.127.255.1', '100.128.0.1'],
    ['172.16.0.1', '172.15.0.1'],
    ['172.31.0.1', '172.32.0.1'],
    ['192.168.1.1', '192.167.1.1'],
    ['169.254.169.254', '169.253.1.1'],
    ['198.19.0.1', '198.20.0.1'],
    ['224.0.0.1', '223.0.0.1'],
    ['255.255.255.255', '25.5.5.5'],
    ['[fe80::1]', '[2001:db8::1]'],
    ['[fd12::1]', '[2606::1]'],
    ['[::ffff:192.168.0.1]', '[2a00::1]'],
    ['[64:ff9b::10.0.0.1]', '[64:ff9c::1]'],
    ['printer', 'printer.example'],
    ['nas.local.', 'local.example'],
    ['router.home.arpa', 'home.arpa.example'],
  ])('takes %s for private and %s not', (inside, outside) => {
    expect(isPrivateAddress(new URL(`http://${inside}/`))).toBe(true);
    expect(isPrivateAddress(new URL(`http://${outside}/`))).toBe(false);
  });

  it('sends no cookie and no referrer, and takes nothing from the cache', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    await createFetcher(MANNERS)(`${origin}/first`);
    expect(fetched).toHaveBeenCalledOnce();
    const said = { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' };
    expect(fetched.mock.lastCall?.[1]).toMatchObject(said);
    fetched.mockRestore();
  });

  it('stops when it is told to, also in the line', async () => {
    const stop = new AbortController();
    const fetcher = createFetcher({ ...MANNERS, gap: 5_000 });
    await fetcher(`${origin}/first`);
    const second = fetcher(`${origin}/second`, { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
  });

  it('keeps no clock for whoever no longer waits: a command that is interrupted ends', async () => {
    vi.useFakeTimers();
    try {
      const pace = createPace({ atOnce: 4, perHost: 1, gap: 0 });
      pace.hold('shop.example', Date.now() + 100_000);
      const stop = new AbortController();
      const waiting = pace.enter('shop.example', stop.signal);
      expect(vi.getTimerCount()).toBe(1);
      stop.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('reads a picture again only when it changed', async () => {
    const read = pictureReader(createFetcher(MANNERS));
    const first = await read(`${origin}/tagged`);
    expect(first?.etag).toBe('"one"');
    expect(await read(`${origin}/tagged`, undefined, { etag: '"one"' })).toBeUndefined();
    await expect(read(`${origin}/missing`)).rejects.toThrow('answer 404');
    // Nobody asked whether it changed.
    await expect(read(`${origin}/cached`)).rejects.toThrow('answer 304');
    await expect(read(`${origin}/cached`, undefined, { address: `${origin}/cached` })).rejects.toThrow('answer 304');
  });

  it('asks for a picture that comes cut once more', async () => {
    const read = pictureReader(createFetcher(MANNERS));
    expect(new TextDecoder().decode((await read(`${origin}/cut-once`))?.bytes)).toBe('ok');
    await expect(read(`${origin}/cut`)).rejects.toMatchObject({ message: 'The connection broke off.', passing: true });
    expect(asked.filter(({ path }) => path === '/cut')).toHaveLength(2);
  });

  it('reads Retry-After as seconds and as a date', () => {
    expect(retryAfter('2')).toBe(2_000);
    expect(retryAfter('Tue, 01 Jan 2030 00:00:10 GMT', Date.parse('2030-01-01T00:00:00Z'))).toBe(10_000);
    const years = ['999999999', '9'.repeat(400), 'Fri, 01 Jan 2100 00:00:00 GMT'].map((said) => retryAfter(said));
    expect(new Set(years)).toEqual(new Set([24 * 3_600_000]));
    expect(retryAfter('-5')).toBe(0);
    expect([retryAfter(null), retryAfter('soon')]).toEqual([undefined, undefined]);
  });
});
