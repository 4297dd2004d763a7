import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Chance } from '../../../src/testing/vendor/index.js';

/**
 * What happens to an answer of the database: it and its session are lost, whatever the database has done; half of it
 * arrives, and then the session ends; it comes late; or all sessions end, and none is given for a while.
 */
const FAULTS = ['lost', 'half', 'late', 'cut'] as const;
type Fault = (typeof FAULTS)[number];

/** A cable to a database, in which answers get lost by chance. */
export interface FaultyCable {
  readonly port: number;
  /** How often each fault has been. */
  readonly done: Readonly<Record<Fault, number>>;
  /** One answer of so many is faulty from here on; 0: none. */
  oneOf(answers: number): void;
  close(): Promise<void>;
}

const LONGEST_MS = 1_500;

/** Puts such a cable in front of a database of this machine. It is whole at first. */
export async function faultyCable(
  target: { readonly host: string; readonly port: number },
  chance: Chance,
): Promise<FaultyCable> {
  const sockets = new Set<Socket>();
  const done: Record<Fault, number> = { lost: 0, half: 0, late: 0, cut: 0 };
  let answers = 0;
  let cutUntil = 0;

  const server = createServer((near) => {
    if (Date.now() < cutUntil) return void near.destroy();
    const far = connect(target);
    const pair = [near, far];
    const end = (): void => pair.forEach((socket) => socket.destroy());
    for (const socket of pair) {
      sockets.add(socket);
      socket.on('error', end).on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    near.pipe(far);
    far.on('data', (answer: Buffer) => {
      const fault = answers > 0 && chance.between(1, answers) === 1 ? chance.pick(FAULTS) : null;
      if (fault !== null) done[fault] += 1;
      if (fault === 'lost') end();
      else if (fault === 'half') near.write(answer.subarray(0, Math.ceil(answer.length / 2)), end);
      else if (fault === 'cut') {
        cutUntil = Date.now() + chance.between(100, LONGEST_MS);
        for (const socket of sockets) socket.destroy();
      } else {
        near.write(answer);
        if (fault === 'late') holdBack(near, far, chance.between(100, LONGEST_MS));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    done,
    oneOf: (so) => {
      answers = so;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What comes next waits, and arrives in its order. */
function holdBack(near: Socket, far: Socket, ms: number): void {
  far.pause();
  setTimeout(() => far.resume(), ms);
  near.on('close', () => far.resume());
}
