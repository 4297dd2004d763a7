import { Agent, createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

// Run by node itself: nothing of the test's own process takes part in when a request arrives.
const { LimitKeeper, dialpadLimits } = (await import(
  new URL('../../../dist/testing/simulator/limits.js', import.meta.url).href
)) as typeof import('../../../src/testing/simulator/limits.js');

const [vendorPort = '', doors = '1'] = process.argv.slice(2);
const limits = new LimitKeeper(dialpadLimits, () => performance.now());
const agent = new Agent({ keepAlive: true });
const standstill = monitorEventLoopDelay({ resolution: 5 });
const arrivals: number[] = [];
let refused = 0;

const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
  const path = incoming.url?.split('?')[0] ?? '/';
  if (path.startsWith('/api/')) {
    arrivals.push(performance.now());
    const limit = path === '/api/v2/call' ? 'callListPerMinute' : 'otherPerMinute';
    const refusal = limits.admit('the company', limit, path);
    if (refusal !== null) {
      refused += 1;
      const { retryAfterSeconds } = refusal;
      outgoing.writeHead(429, retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) });
      outgoing.end('{"error":{"code":429,"message":"Too many requests."}}');
      return;
    }
  }
  const { method, headers, url } = incoming;
  const passedOn = ask({ port: Number(vendorPort), host: '127.0.0.1', agent, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  passedOn.on('error', () => outgoing.destroy());
  outgoing.on('close', () => passedOn.destroy());
  incoming.pipe(passedOn);
};

const ports = await Promise.all(
  Array.from({ length: Number(doors) }, async () => {
    const server = createServer(serve).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    return (server.address() as AddressInfo).port;
  }),
);
standstill.enable();
process.on('message', () => process.send?.({ arrivals, refused, standstillMs: Math.round(standstill.max / 1e6) }));
process.on('disconnect', () => process.exit(0));
process.send?.(ports);
