import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What travelled between a host and its vendor that nobody else may read. */
export interface OverheardSecret {
  readonly what: string;
  readonly value: string;
}

/** Stands between a host and a vendor, passes everything on, and remembers each secret that goes by. */
export interface OverheardVendor {
  readonly baseUrl: string;
  readonly secrets: readonly OverheardSecret[];
  /** How many secrets of this kind went by. */
  count(what: string): number;
  /** Answers the next request to this path with an error that repeats everything which the host sent. */
  repeatNext(path: string): void;
  /** Breaks the JSON of the next answer to this path in its middle. */
  breakNext(path: string): void;
  close(): Promise<void>;
}

const SAID: Readonly<Record<string, string>> = {
  access_token: 'access token',
  refresh_token: 'refresh token',
  client_secret: 'client secret',
  code: 'authorisation code',
  code_verifier: 'PKCE verifier',
  secret: 'webhook secret',
};

/** @param vendor the origin of the one that answers */
export async function overhearVendor(vendor: string): Promise<OverheardVendor> {
  const secrets: OverheardSecret[] = [];
  const repeated = new Set<string>();
  const broken = new Set<string>();
  const note = (fields: Iterable<readonly [string, unknown]>): void => {
    for (const [name, value] of fields) {
      const what = SAID[name];
      if (what === undefined || typeof value !== 'string' || secrets.some((known) => known.value === value)) continue;
      secrets.push({ what, value });
    }
  };
  const server = createServer((request, response) => {
    void passOn(request, response).catch(() => response.destroy());
  });

  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', vendor);
    if (url.pathname.startsWith('/api/') || url.pathname === '/oauth2/token') note(fieldsOf(body));
    if (repeated.delete(url.pathname)) {
      const heard = JSON.stringify({ error: 'server_error', heard: { url: url.href, body, headers: request.headers } });
      response.writeHead(500, { 'content-type': 'application/json' }).end(heard);
      return;
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(url, {
      method: request.method,
      headers: headers as Record<string, string>,
      body: request.method === 'GET' ? undefined : body,
      redirect: 'manual',
    });
    const text = await answer.text();
    if (url.pathname === '/oauth2/token') note(fieldsOf(text));
    const {
      'content-encoding': _encoding,
      'transfer-encoding': _transfer,
      ...back
    } = Object.fromEntries(answer.headers);
    const said = broken.delete(url.pathname) ? text.replace(/(?<=_token":".{20})/, '"') : text;
    response.writeHead(answer.status, { ...back, 'content-length': Buffer.byteLength(said) }).end(said);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets,
    count: (what) => secrets.filter((secret) => secret.what === what).length,
    repeatNext: (path) => void repeated.add(path),
    breakNext: (path) => void broken.add(path),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The fields of a body, be it a form or JSON. */
function fieldsOf(body: string): Iterable<readonly [string, unknown]> {
  if (!body.startsWith('{')) return new URLSearchParams(body);
  return Object.entries(JSON.parse(body) as object);
}
