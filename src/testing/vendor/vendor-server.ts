import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Incoming } from './answer.js';
import { Faults } from './faults.js';
import type { FaultKind } from './faults.js';
import { fieldsIn, ignoredNames } from './names.js';
import type { KnownNames } from './names.js';
import { answerWith } from './router.js';
import type { Refusing, Route } from './router.js';

const MAX_BODY_BYTES = 1_048_576;
const REQUESTS_KEPT = 20_000;

/** One line of a simulator's log. It holds no token: headers and bodies are not kept. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in its query or body that the vendor's description does not have: vendors pass over them in silence. */
  readonly ignored: readonly string[];
  /** What was answered; null where the connection was torn down or is still held. */
  readonly status: number | null;
  readonly at: Date;
  /** The `Host` that the client named: tells clients apart that were given different addresses of one simulator. */
  readonly host: string;
}

/** What a simulated vendor's server is made from. */
export interface VendorServerOptions {
  readonly routes: readonly Route[];
  /** How the vendor words what the server refuses by itself: unknown paths, planned faults. */
  readonly refusal: Refusing;
  /** What is in no list here is not judged: see {@link LoggedRequest.ignored}. */
  readonly names?: KnownNames;
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Waits so long before each answer. */
  readonly latencyMs?: number;
  /** Milliseconds since the epoch, for the log; the machine's clock unless given. */
  readonly now?: () => number;
}

/**
 * The HTTP server of a simulated vendor: reads requests, lets planned faults happen, writes answers, keeps a log. What
 * it answers is the routes' own; it knows no vendor.
 *
 * @example
 * const server = await VendorServer.open({ routes: [{ method: 'GET', path: '/v1/calls/:id', handle }], refusal });
 * server.faults.plan({ path: '/v1/calls/7', answer: { kind: 'hang' } });
 * await server.close();
 */
export class VendorServer {
  /** What goes wrong. */
  readonly faults = new Faults();
  /** Every request so far, oldest first, without tokens; the last 20,000. */
  readonly requests: LoggedRequest[] = [];
  readonly #server: Server;
  readonly #options: VendorServerOptions;
  readonly #answerWith: (request: Omit<Incoming, 'params'>) => Promise<Answer>;

  private constructor(options: VendorServerOptions) {
    this.#options = options;
    this.#answerWith = answerWith(options.routes, options.refusal);
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  /** @throws Error when the port is taken */
  static async open(options: VendorServerOptions): Promise<VendorServer> {
    const server = new VendorServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen(options.port ?? 0, server.#host, resolve);
    });
    return server;
  }

  /** An http origin without a path. */
  get baseUrl(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${port}`;
  }

  get #host(): string {
    return this.#options.host ?? '127.0.0.1';
  }

  /** Ends every connection, also those that a fault holds. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new Date(this.#options.now?.() ?? Date.now());
    const { names = {}, latencyMs = 0, refusal } = this.#options;
    const url = new URL(request.url ?? '/', 'http://simulator.invalid');
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    const log = (status: number | null): void => {
      if (this.requests.length >= REQUESTS_KEPT) this.requests.shift();
      const { host = '' } = request.headers;
      const { pathname: path, searchParams } = url;
      const ignored = ignoredNames(names, method, path, [...searchParams.keys(), ...fieldsIn(body ?? '')]);
      this.requests.push({ method, path, query: Object.fromEntries(searchParams), ignored, status, at, host });
    };
    const fault = this.faults.take(method, url);
    if (fault?.kind === 'late') await wait(fault.ms);
    if (fault?.kind === 'reset' || fault?.kind === 'hang') {
      log(null);
      if (fault.kind === 'reset') response.socket?.destroy();
      return;
    }
    const answer =
      instead(fault, refusal) ??
      (body === null ? refusal(413, 'The request is too large.') : await this.#answer(request, url, body));
    // A vendor counts requests as they arrive; what takes its time is the answer.
    if (latencyMs > 0) await wait(latencyMs);
    if (fault?.kind === 'lostAnswer') {
      log(null);
      response.socket?.destroy();
      return;
    }
    log(answer.status);
    write(response, await asReceived(answer, fault, url), fault?.kind === 'truncated');
  }

  async #answer(request: IncomingMessage, url: URL, body: string): Promise<Answer> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    const read = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body };
    try {
      return await this.#answerWith(read);
    } catch (error) {
      return this.#options.refusal(
        500,
        `The simulator failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** The body as text; null where it is too large. */
const bodyOf = async (request: IncomingMessage): Promise<string | null> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MAX_BODY_BYTES) parts.push(part);
  }
  return bytes > MAX_BODY_BYTES ? null : Buffer.concat(parts).toString('utf8');
};

const instead = (fault: FaultKind | null, refusal: Refusing): Answer | null => {
  switch (fault?.kind) {
    case 'status': {
      const headers: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      return refusal(fault.status, 'A planned fault.', headers);
    }
    case 'html':
      return {
        status: fault.status ?? 502,
        headers: { 'content-type': 'text/html' },
        body: '<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>',
      };
    case 'empty':
      return { status: fault.status };
    case 'body':
      return {
        status: fault.status,
        headers: { 'content-type': fault.contentType ?? 'application/json' },
        body: fault.body,
      };
    default:
      return null;
  }
};

/** A failure is not altered: there is no page in it. */
const asReceived = async (answer: Answer, fault: FaultKind | null, { searchParams }: URL): Promise<Answer> =>
  fault?.kind === 'altered' && answer.status === 200
    ? { ...answer, body: await fault.alter(answer.body ?? '', searchParams) }
    : answer;

const write = (response: ServerResponse, answer: Answer, truncated: boolean): void => {
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, {
    'cache-control': 'no-store',
    ...(answer.status === 204 ? {} : { 'content-length': String(body.length) }),
    ...answer.headers,
  });
  if (!truncated) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
};
