import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type PhoneSystemProvider,
  type ProviderClient,
  type ProviderDescriptor,
  Secret,
} from '../../src/contract/index.js';

/** A request as it came in, read to its end. */
export interface VendorRequestSeen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Answers one request; what it does not end stays open. */
export type Answer = (request: VendorRequestSeen, response: ServerResponse) => void | Promise<void>;

/** A vendor on this machine that answers as a test says. */
export interface LoopbackVendor {
  readonly baseUrl: string;
  readonly client: ProviderClient;
  /** Everything that was asked, oldest first. */
  readonly requests: VendorRequestSeen[];
  answer: Answer;
  close(): Promise<void>;
}

export async function startLoopbackVendor(): Promise<LoopbackVendor> {
  const requests: VendorRequestSeen[] = [];
  const server = createServer((request, response) => {
    void read(request).then(async (seen) => {
      requests.push(seen);
      await vendor.answer(seen, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const vendor: LoopbackVendor = {
    baseUrl,
    client: { clientId: 'client', clientSecret: new Secret('client-secret'), baseUrl },
    requests,
    answer: (_request, response) => json(response, 200, {}),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return vendor;
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<VendorRequestSeen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  return { method, path: url, authorization: headers.authorization, body: Buffer.concat(chunks).toString('utf8') };
}

/** A phone system that has nothing but a descriptor and a client. */
export const providerOf = (client: ProviderClient, more: Partial<ProviderDescriptor> = {}): PhoneSystemProvider =>
  ({
    descriptor: {
      key: 'loopback',
      displayName: 'Loopback',
      limitations: [],
      docsUrl: 'https://loopback.example',
      environments: {},
      grant: {
        kind: 'code',
        authorizePath: '/oauth/authorize',
        tokenPath: '/oauth/token',
        revoke: { path: '/oauth/revoke', token: 'bearer' },
        scopes: [],
        pkce: true,
        clientAuth: 'body',
      },
      listing: { settleMs: 0 },
      budgets: {},
      ...more,
    },
    client,
  }) as unknown as PhoneSystemProvider;
