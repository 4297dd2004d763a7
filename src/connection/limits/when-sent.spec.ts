import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotSent, whenSent } from './when-sent.js';

const NEVER = new AbortController().signal;
/** Takes note of a sending, and lets it go. */
const goes = (note: () => void) => (): boolean => {
  note();
  return true;
};

describe('when a request is sent', () => {
  let server: Server;
  let url: string;
  let arrived: string[];

  beforeEach(async () => {
    arrived = [];
    server = createServer((request, response) => {
      arrived.push(request.url ?? '');
      setTimeout(() => response.end(), 20);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => void server.close());

  it('tells once of each of several requests that are made at once, before its answer is here', async () => {
    const told: string[] = [];
    await Promise.all(
      ['/a', '/b', '/c'].map(async (path) => {
        await whenSent(
          goes(() => void told.push(`${path} sent`)),
          NEVER,
          (signal) => fetch(`${url}${path}`, { signal }),
        );
        told.push(`${path} answered`);
      }),
    );
    expect([...told.slice(0, 3)].sort()).toEqual(['/a sent', '/b sent', '/c sent']);
    expect(told).toHaveLength(6);
    expect([...arrived].sort()).toEqual(['/a', '/b', '/c']);
  });

  it('tells nothing of a request that could not be sent', async () => {
    let told = false;
    await new Promise((resolve) => server.close(resolve));
    const asked = whenSent(
      goes(() => void (told = true)),
      NEVER,
      (signal) => fetch(url, { signal }),
    );
    await expect(asked).rejects.toThrow();
    expect(told).toBe(false);
  });

  it('tells when a busy process comes to it, not when it was asked', async () => {
    const askedAt = performance.now();
    let sentAt = 0;
    const asked = whenSent(
      goes(() => void (sentAt = performance.now())),
      NEVER,
      (signal) => fetch(url, { signal }),
    );
    while (performance.now() < askedAt + 80);
    await asked;
    expect(sentAt).toBeGreaterThanOrEqual(askedAt + 80);
  });

  it.each(['GET', 'POST'])(
    'lets nothing of a %s reach the vendor that may not go any more, and the next one does',
    async (method) => {
      await (await fetch(`${url}/before`)).text();
      const body = method === 'POST' ? '{}' : undefined;
      const asked = whenSent(
        () => false,
        NEVER,
        (signal) => fetch(url, { method, body, signal }),
      );
      await expect(asked).rejects.toThrow(NotSent);
      await (await fetch(`${url}/after`)).text();
      expect(arrived).toEqual(['/before', '/after']);
    },
  );

  it('ends with the signal that it was given', async () => {
    const given = new AbortController();
    const asked = whenSent(
      () => {
        given.abort(new Error('shut down'));
        return true;
      },
      given.signal,
      (signal) => fetch(url, { signal }),
    );
    await expect(asked).rejects.toThrow('shut down');
  });
});
