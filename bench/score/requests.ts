import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came of a run of requests. Times in milliseconds. */
export interface Run {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Asks for so long, on so many connections at once, each with one request under way. Written on sockets, so that who
 * asks takes little of the machine from who answers.
 */
export async function ask(port: number, connections: number, seconds: number, nextPath: () => string): Promise<Run> {
  const times: number[] = [];
  const begun = performance.now();
  const until = begun + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      await once(socket, 'connect');
      while (performance.now() < until) {
        const sent = performance.now();
        socket.write(`GET ${nextPath()} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
        await readAnswer(socket);
        times.push(performance.now() - sent);
      }
      socket.destroy();
    }),
  );
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { perSecond: times.length / ((performance.now() - begun) / 1000), p50: at(0.5), p99: at(0.99) };
}

async function readAnswer(socket: Socket): Promise<void> {
  let received: Buffer = Buffer.alloc(0);
  let wanted = Infinity;
  while (received.length < wanted) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = wanted === Infinity ? received.indexOf('\r\n\r\n') : -1;
    if (end >= 0) {
      const head = received.toString('latin1', 0, end);
      if (!head.startsWith('HTTP/1.1 200')) throw new Error(`Not answered as expected: ${head.split('\r\n', 1)[0]}`);
      wanted = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? NaN);
      if (Number.isNaN(wanted)) throw new Error('The answer does not tell its length.');
    }
  }
}
