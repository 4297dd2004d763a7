import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VendorRequest, World } from 'prodoscore-phone-systems/testing';
import { RingCentralVendor } from './ringcentral-vendor.js';

/** A RingCentral on loopback: its sign-in allows at once, refresh tokens are good for one use, and clients say who they are by Basic. */
export interface VendorServer {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What was asked at the OAuth endpoints, in words. */
  readonly events: readonly string[];
  close(): Promise<void>;
}

const CLIENT = { clientId: 'ringcentral-client', clientSecret: 'ringcentral secret' };
const SECONDS = 4;

/** @param world what the account has, at an instant */
export async function startVendorServer(world: (now: Date) => World): Promise<VendorServer> {
  const vendor = new RingCentralVendor();
  const [access, refresh, codes] = [new Map<string, number>(), new Set<string>(), new Set<string>()];
  const events: string[] = [];

  const issue = (): object => {
    const pair = { access_token: randomUUID(), refresh_token: randomUUID() };
    access.set(pair.access_token, Date.now() + SECONDS * 1_000);
    refresh.add(pair.refresh_token);
    return { ...pair, token_type: 'bearer', expires_in: SECONDS, refresh_token_expires_in: 604_800 };
  };

  const oauth = (path: string, url: URL, request: IncomingMessage, form: URLSearchParams): Reply => {
    if (path === 'authorize') {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      const code = randomUUID();
      codes.add(code);
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      return { status: 302, location: back.href };
    }
    if (!isOurClient(request)) return { status: 401, body: { error: 'invalid_client' } };
    if (path === 'revoke') {
      const isKnown = access.delete(form.get('token') ?? '');
      if (isKnown) refresh.clear();
      events.push(isKnown ? 'revoked' : 'revoked nothing');
      return { status: 200, body: {} };
    }
    const isCode = form.get('grant_type') === 'authorization_code';
    const isGood = isCode ? codes.delete(form.get('code') ?? '') : refresh.delete(form.get('refresh_token') ?? '');
    events.push(`${isCode ? 'code' : 'refresh'} ${isGood ? 'taken' : 'refused'}`);
    return isGood ? { status: 200, body: issue() } : { status: 400, body: { error: 'invalid_grant' } };
  };

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    const body = await textOf(request);
    if (url.pathname.startsWith('/restapi/oauth/')) {
      return oauth(url.pathname.slice('/restapi/oauth/'.length), url, request, new URLSearchParams(body));
    }
    const lives = access.get(request.headers.authorization?.replace('Bearer ', '') ?? '') ?? 0;
    if (lives < Date.now()) return { status: 401, body: { errorCode: 'TokenExpired' } };
    const query = Object.fromEntries(url.searchParams);
    const method = request.method as VendorRequest['method'];
    const json: unknown = body === '' ? undefined : JSON.parse(body);
    const reply = vendor.answer({ method, path: url.pathname, query, body: json }, world(new Date()));
    return { status: reply.status ?? 200, body: reply.body };
  };

  const server = createServer((request, response) => void answer(request).then((reply) => send(response, reply)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...CLIENT,
    events,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: string;
}

function send(response: ServerResponse, { status, body, location }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

const isOurClient = ({ headers }: IncomingMessage): boolean => {
  const pair = [CLIENT.clientId, CLIENT.clientSecret].map(encodeURIComponent).join(':');
  return headers.authorization === `Basic ${Buffer.from(pair).toString('base64')}`;
};

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
