import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../../../src/testing/vendor/index.js';

type Headers = Readonly<Record<string, string>>;
const NOT_PASSED_ON: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive']);

/** A way to a host on which webhook deliveries get lost, doubled, late or forged. */
export interface HookGate {
  readonly url: string;
  /** What the host answered to deliveries that the vendor did not sign. */
  readonly answersToForged: readonly number[];
  /** Resolves when every delivery that was held back has been passed on. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Stands in front of a host's port and passes everything on, but deliveries only as chance has it. */
export async function hookGate(hostPort: string, chance: Chance): Promise<HookGate> {
  const answersToForged: number[] = [];
  const heldBack: Promise<unknown>[] = [];
  const passOn = (request: IncomingMessage, body: Buffer): Promise<Response> =>
    fetch(`http://localhost:${hostPort}${request.url}`, {
      method: request.method,
      headers: headersOf(request),
      redirect: 'manual',
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
  const forge = async (request: IncomingMessage, body: Buffer): Promise<void> => {
    const [head = '', claims = '', signature = ''] = body.toString('utf8').split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const text = Buffer.from(claims, 'base64url').toString('utf8');
    for (const forged of [`${head}.${claims}.${[...signature].reverse().join('')}`, `${none}.${claims}.`, text]) {
      answersToForged.push((await passOn(request, Buffer.from(forged))).status);
    }
  };
  const deliver = async (request: IncomingMessage, body: Buffer): Promise<number> => {
    switch (chance.pick(['lost', 'doubled', 'late', 'forged', 'as it is'])) {
      case 'lost':
        return 204;
      case 'doubled':
        await passOn(request, body);
        break;
      case 'late':
        heldBack.push(
          sleep(chance.between(500, 6_000), undefined, { ref: false })
            .then(() => passOn(request, body))
            .catch(() => undefined),
        );
        return 204;
      case 'forged':
        await forge(request, body);
    }
    return (await passOn(request, body)).status;
  };
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
      const body = Buffer.concat(parts);
      if (request.method === 'POST' && request.url?.includes('/hooks/')) {
        response.writeHead(await deliver(request, body)).end();
        return;
      }
      const answer = await passOn(request, body);
      response.writeHead(answer.status, { ...plainHeaders(answer), 'set-cookie': answer.headers.getSetCookie() });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    answersToForged,
    settled: async () => {
      await Promise.all(heldBack);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const headersOf = ({ headers }: IncomingMessage): Headers =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_PASSED_ON.has(name) ? [] : [[name, String(value)]],
    ),
  );

const plainHeaders = ({ headers }: Response): Headers =>
  Object.fromEntries(
    [...headers].filter(([name]) => !NOT_PASSED_ON.has(name) && name !== 'set-cookie' && name !== 'content-encoding'),
  );
