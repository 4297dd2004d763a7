import type { Caller } from '../contract/index.js';
import type { Connections } from '../connection/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { Problem } from '../support/problem.js';

/** @throws Problem 404 where the tenant never had a connection to this phone system */
export async function connectionOf(connections: Connections, caller: Caller, key: string): Promise<ConnectionEntity> {
  const connection = await connections.find(caller.tenantId, key);
  if (connection !== null) return connection;
  throw new Problem(404, 'never_connected', 'This phone system has never been connected: authenticate with it first.');
}
