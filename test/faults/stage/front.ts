import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One address for several copies of a host, as a balancer gives it: whoever comes is sent to one that is up, by turns. */
export interface Front {
  readonly url: string;
  /** The ports of the copies that are up. */
  readonly up: Set<number>;
  close(): Promise<void>;
}

export async function frontDoor(): Promise<Front> {
  const up = new Set<number>();
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((near) => {
    const port = [...up][turn++ % Math.max(1, up.size)];
    if (port === undefined) return void near.destroy();
    const far = connect({ host: 'localhost', port });
    const end = (): void => [near, far].forEach((socket) => socket.destroy());
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', end).on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    up,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
