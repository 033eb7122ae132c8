import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fixture answers: a body with its type, or more said. `delay` is milliseconds before the first byte. */
export interface Answer {
  readonly body: string | Uint8Array;
  readonly type: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delay?: number;
}

/** Path (with query) → answer; undefined is a 404. */
export type Route = (path: string, headers: IncomingHttpHeaders) => Answer | undefined | Promise<Answer | undefined>;

/** One request that a server saw. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server on loopback. `origin` has no trailing slash; `requests` grows in order of arrival. */
export interface LoopbackServer {
  readonly origin: string;
  readonly requests: SeenRequest[];
  close(): Promise<void>;
}

/** Serves `route` on a free port of 127.0.0.1. The favicon is answered with nothing, so that no console complains. */
export async function serve(route: Route): Promise<LoopbackServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    requests.push({ method: request.method ?? 'GET', url: path, headers: request.headers });
    void answer(route, path, request.headers).then(({ status = 200, type, headers, body }) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
    });
  });
  const origin = await listen(server);
  return { origin, requests, close: () => close(server) };
}

async function answer(route: Route, path: string, headers: IncomingHttpHeaders): Promise<Answer> {
  try {
    const found = (await route(path, headers)) ?? { status: 404, type: 'text/plain', body: 'Not found' };
    if (found.delay) await new Promise((resolve) => setTimeout(resolve, found.delay));
    return found;
  } catch (error) {
    return { status: 500, type: 'text/plain', body: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * A proxy that lets nothing out and notes what wanted to: a browser started with `--proxy-server` sends it every request
 * that is not for loopback, from pages, workers and extensions alike. An https request shows only `host:port`.
 */
export async function serveWall(): Promise<LoopbackServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? 'GET', url: request.url ?? '', headers: request.headers });
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    requests.push({ method: 'CONNECT', url: request.url ?? '', headers: request.headers });
    socket.on('error', () => {});
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const origin = await listen(server);
  return { origin, requests, close: () => close(server) };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
