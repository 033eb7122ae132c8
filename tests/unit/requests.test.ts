import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFetcher } from '../../catalog/fetch/polite';
import { entryOf, foundEntries, ledgerCsv, summaryOf } from '../../lib/ledger';
import { keepLedger, type LedgerEntry, readLocal, request } from '../../lib/request';
import { clearEntries, keepEntry, listEntries } from '../../lib/store/ledger';

const ROOT = join(import.meta.dirname, '../..');
/** The command line runs in Node, where nobody keeps a ledger. */
const NODE_ONLY = /^catalog\/(cli|node|crawl|draw)/;
/** Every way out that a page or a worker has. */
const WAYS_OUT =
  /^(fetch|XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection|sendBeacon|importScripts)$/;
const DOOR = 'lib/request.ts';

const files = ['lib', 'catalog', 'entrypoints', 'components'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((name) => `${room}/${name}`)
    .filter((name) => /\.tsx?$/.test(name) && !NODE_ONLY.test(name)),
);

/** Names of ways out that a file uses, as a bare name or on the global object. */
function waysOut(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && WAYS_OUT.test(node.text) && isGlobal(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

function isGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return /^(globalThis|self|window|navigator|\(.*globalThis.*\))$/.test(parent.expression.getText());
  }
  // Names of members are nobody's way out: `{ fetch: … }`, `async fetch() {}`.
  return !(ts.isMethodDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent));
}

let server: Server;
let origin: string;
const noted = new Map<string, LedgerEntry>();
const entries = (): LedgerEntry[] => [...noted.values()];
const soon = (): AbortSignal => AbortSignal.timeout(5_000);

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/picture') response.end(Buffer.alloc(70_000));
    else if (url === '/moved') response.writeHead(302, { location: '/picture' }).end();
    else if (url === '/cut')
      response.writeHead(200, { 'content-length': '1000' }).write('x'.repeat(10), () => response.destroy());
    else response.writeHead(404).end('no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  keepLedger((entry) => void noted.set(entry.id, entry));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => noted.clear());

describe('the door to the network', () => {
  it('is the only one in the code', () => {
    expect(files.length).toBeGreaterThan(150);
    const leaks = files
      .filter((file) => file !== DOOR)
      .flatMap((file) => waysOut(readFileSync(join(ROOT, file), 'utf8')).map((way) => `${file}: ${way}`));
    expect(leaks).toEqual([]);
    expect(waysOut(readFileSync(join(ROOT, DOOR), 'utf8'))).toEqual(['fetch', 'fetch', 'fetch']);
  });

  it('would notice another', () => {
    for (const text of [
      'await fetch("https://a.example")',
      'globalThis.fetch("x")',
      'const get = window.fetch;',
      'new WebSocket("wss://a.example")',
      'navigator.sendBeacon("/x")',
      'new XMLHttpRequest()',
    ]) {
      expect(waysOut(text), text).toHaveLength(1);
    }
    expect(waysOut('politeness.fetch(address); const o = { fetch: 1 };')).toEqual([]);
  });

  it('is closed by policy to pictures that elements would load', () => {
    const config = readFileSync(join(ROOT, 'wxt.config.ts'), 'utf8');
    expect(/img-src ([^;]*);/.exec(config)?.[1]).toBe("'self' blob: data:");
    expect(/default-src ([^;]*);/.exec(config)?.[1]).toBe("'self'");
  });

  it('notes what was asked, why, the answer and the bytes that came', async () => {
    const answer = await request(`${origin}/moved`, 'card', { signal: soon() });
    const moved = { address: `${origin}/moved`, landed: `${origin}/picture`, why: 'card', status: 200, bytes: 0 };
    expect(entries()).toMatchObject([moved]);
    expect((await answer.blob()).size).toBe(70_000);
    expect(entries()).toMatchObject([{ status: 200, bytes: 70_000 }]);
    expect(Date.now() - (entries()[0]?.at ?? 0)).toBeLessThan(60_000);
  });

  it('notes refusals, broken connections and what was left unread', async () => {
    await request(`${origin}/nothing`, 'picture', { signal: soon() });
    const cut = await request(`${origin}/cut`, 'picture', { signal: soon() });
    await expect(cut.blob()).rejects.toThrow();
    const part = (await request(`${origin}/picture`, 'picture', { signal: soon() })).body?.getReader();
    const read = (await part?.read())?.value?.byteLength;
    await part?.cancel();
    await expect(request('http://127.0.0.1:9/', 'shop', { signal: soon() })).rejects.toThrow();
    expect(entries().map(({ status, bytes }) => [status, bytes])).toEqual([
      [404, 0],
      [200, 10],
      [200, read],
      [0, 0],
    ]);
  });

  it('keeps no address of a private window', async () => {
    await (await request(`${origin}/picture`, 'picture', { signal: soon(), inPrivate: true })).blob();
    expect(entries()).toMatchObject([{ address: '', bytes: 70_000 }]);
    noted.clear();
    await (await request(`${origin}/moved`, 'picture', { signal: soon(), inPrivate: true })).blob();
    expect(JSON.stringify(entries())).not.toContain('127.0.0.1');
  });

  it('notes nothing that asks nobody, and reads nothing local from the web', async () => {
    expect(await (await readLocal('data:text/plain,hello', soon())).blob().then((one) => one.text())).toBe('hello');
    await request('data:text/plain,hello', 'picture', { signal: soon() });
    expect(entries()).toEqual([]);
    for (const address of [`${origin}/picture`, '//a.example/', ' HTTPS://a.example']) {
      await expect(readLocal(address, soon())).rejects.toThrow(TypeError);
    }
  });

  it('is the way of shops too, every attempt on its own', async () => {
    const fetcher = createFetcher({ mayAsk: () => true, gap: 1, pause: 1, retries: 1 });
    await fetcher(`${origin}/nothing`);
    await expect(fetcher('http://127.0.0.1:9/', { whole: true })).rejects.toThrow();
    expect(entries().map(({ why, status }) => [why, status])).toEqual([
      ['shop', 404],
      ['product', 0],
      ['product', 0],
    ]);
  });
});

const entry = (id: number, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: String(id),
  at: id,
  address: `https://a.example/${id}.jpg`,
  why: 'picture',
  status: 200,
  bytes: 10,
  ...change,
});

describe('the ledger', () => {
  it('keeps the newest of very many, in order, and forgets when told', async () => {
    await clearEntries();
    await Promise.all(Array.from({ length: 900 }, (_, at) => keepEntry(entry(at))));
    await keepEntry(entry(3, { bytes: 99 }));
    expect(await listEntries()).toHaveLength(900);
    expect((await listEntries()).at(-4)).toMatchObject({ id: '3', bytes: 99 });
    for (let from = 900; from < 10_700; from += 700) {
      await Promise.all(Array.from({ length: 700 }, (_, at) => keepEntry(entry(from + at))));
    }
    const kept = await listEntries();
    expect(kept.length).toBeLessThanOrEqual(10_500);
    expect(kept.length).toBeGreaterThanOrEqual(10_000);
    expect(kept[0]?.at).toBeGreaterThan(kept.at(-1)?.at ?? 0);
    expect(kept.at(-1)?.at).toBeGreaterThan(0);
    await clearEntries();
    expect(await listEntries()).toEqual([]);
  });

  it('takes from other contexts only what is an entry', () => {
    expect(entryOf(entry(1), false)).toEqual(entry(1));
    const moved = entry(1, { landed: 'https://b.example/x' });
    expect(entryOf(moved, false)).toEqual(moved);
    expect(entryOf(moved, true)).toEqual(entry(1, { address: '' }));
    expect(entryOf({ ...entry(1), landed: 'data:,x' }, false)).toEqual(entry(1));
    expect(entryOf(entry(1), true)).toEqual(entry(1, { address: '' }));
    expect(
      entryOf({ ...entry(1), more: 1, address: `https://a.example/${'x'.repeat(9_000)}` }, false)?.address,
    ).toHaveLength(500);
    expect(entryOf(entry(1, { address: 'javascript:alert(1)' }), false)?.address).toBe('');
    expect(ledgerCsv([entryOf(entry(1, { at: 8.64e15 }), false) ?? entry(0)])).toContain('+275760-09-13');
    for (const bad of [
      null,
      7,
      {},
      { ...entry(1), why: 'because' },
      { ...entry(1), bytes: -1 },
      { ...entry(1), at: '1' },
      // No date: one such entry would keep the whole page from being drawn.
      { ...entry(1), at: 8.64e15 + 1 },
    ]) {
      expect(entryOf(bad, false)).toBeUndefined();
    }
  });

  it('is counted, searched and written as a table that no spreadsheet runs', () => {
    const all = [entry(1), entry(2, { why: 'shop', address: 'https://b.example/list' }), entry(3, { address: '' })];
    expect(summaryOf(all)).toEqual({ requests: 3, bytes: 30, hosts: 2 });
    expect(foundEntries(all, 'LIST b.', undefined).map(({ id }) => id)).toEqual(['2']);
    expect(foundEntries(all, '', 'picture').map(({ id }) => id)).toEqual(['1', '3']);
    const moved = [entry(4, { landed: 'https://cdn.example/4.jpg' })];
    expect(summaryOf(moved).hosts).toBe(2);
    expect(foundEntries(moved, 'cdn', undefined)).toEqual(moved);
    expect(ledgerCsv(moved)).toContain(',200,10,https://cdn.example/4.jpg');
    const csv = ledgerCsv([entry(0, { address: '=HYPERLINK("https://x.example","a,b")' })]);
    expect(csv).toBe(
      'time,address,why,status,bytes,landed\r\n1970-01-01T00:00:00.000Z,"\'=HYPERLINK(""https://x.example"",""a,b"")",picture,200,10,\r\n',
    );
  });
});
