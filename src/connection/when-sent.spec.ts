import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { whenSent } from './when-sent.js';

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
          () => void told.push(`${path} sent`),
          () => fetch(`${url}${path}`),
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
      () => void (told = true),
      () => fetch(url),
    );
    await expect(asked).rejects.toThrow();
    expect(told).toBe(false);
  });

  it('tells when a busy process comes to it, not when it was asked', async () => {
    const askedAt = performance.now();
    let sentAt = 0;
    const asked = whenSent(
      () => void (sentAt = performance.now()),
      () => fetch(url),
    );
    while (performance.now() < askedAt + 80);
    await asked;
    expect(sentAt).toBeGreaterThanOrEqual(askedAt + 80);
  });
});
