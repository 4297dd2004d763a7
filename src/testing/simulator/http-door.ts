import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { failure } from './answer.js';
import type { Answer, Incoming } from './answer.js';
import type { FaultKind, Faults } from './faults.js';
import { fieldsIn, ignoredNames } from './known-names.js';

const MAX_BODY_BYTES = 1_048_576;
const REQUESTS_KEPT = 20_000;

/** One line of the simulator's log. It holds no token: headers and bodies are not kept. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in its query or body that Dialpad's description does not have: Dialpad passes over them in silence. */
  readonly ignored: readonly string[];
  /** What was answered; null where the connection was torn down or is still held. */
  readonly status: number | null;
  readonly at: Date;
  /** The `Host` that the client named: tells clients apart that were given different addresses of one simulator. */
  readonly host: string;
}

export interface HttpDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly latencyMs: number;
  readonly faults: Faults;
  readonly now: () => number;
  readonly answer: (request: Omit<Incoming, 'params'>) => Promise<Answer>;
}

/** The HTTP server: reads requests, lets faults happen, writes answers, keeps the log. */
export class HttpDoor {
  readonly #server: Server;
  readonly #options: HttpDoorOptions;
  readonly requests: LoggedRequest[] = [];

  private constructor(options: HttpDoorOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  static async open(options: HttpDoorOptions): Promise<HttpDoor> {
    const door = new HttpDoor(options);
    await new Promise<void>((resolve, reject) => {
      door.#server.once('error', reject);
      door.#server.listen(options.port, options.host, resolve);
    });
    return door;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection, also those that a fault holds. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new Date(this.#options.now());
    const url = new URL(request.url ?? '/', 'http://simulator.invalid');
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    const log = (status: number | null): void => {
      if (this.requests.length >= REQUESTS_KEPT) this.requests.shift();
      const { host = '' } = request.headers;
      const { pathname: path, searchParams } = url;
      const ignored = ignoredNames(method, path, [...searchParams.keys(), ...fieldsIn(body ?? '')]);
      this.requests.push({ method, path, query: Object.fromEntries(searchParams), ignored, status, at, host });
    };
    const fault = this.#options.faults.take(method, url);
    if (fault?.kind === 'late') await wait(fault.ms);
    if (fault?.kind === 'reset' || fault?.kind === 'hang') {
      log(null);
      if (fault.kind === 'reset') response.socket?.destroy();
      return;
    }
    const answer =
      instead(fault) ??
      (body === null ? failure(413, 'The request is too large.') : await this.#answer(request, url, body));
    // A vendor counts requests as they arrive; what takes its time is the answer.
    if (this.#options.latencyMs > 0) await wait(this.#options.latencyMs);
    if (fault?.kind === 'lostAnswer') {
      log(null);
      response.socket?.destroy();
      return;
    }
    log(answer.status);
    write(response, asReceived(answer, fault, url), fault?.kind === 'truncated');
  }

  async #answer(request: IncomingMessage, url: URL, body: string): Promise<Answer> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    const read = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body };
    try {
      return await this.#options.answer(read);
    } catch (error) {
      return failure(500, `The simulator failed: ${error instanceof Error ? error.message : String(error)}`);
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

const instead = (fault: FaultKind | null): Answer | null => {
  switch (fault?.kind) {
    case 'status': {
      const headers: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      return failure(fault.status, 'A planned fault.', headers);
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
const asReceived = (answer: Answer, fault: FaultKind | null, { searchParams }: URL): Answer =>
  fault?.kind === 'altered' && answer.status === 200
    ? { ...answer, body: fault.alter(answer.body ?? '', searchParams) }
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
