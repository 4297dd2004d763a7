import type { Caller } from '../contract/index.js';
import type { Connections } from '../connection/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { problem } from '../support/problems.js';

/** @throws Problem 404 where the tenant never had a connection to this phone system */
export async function connectionOf(connections: Connections, caller: Caller, key: string): Promise<ConnectionEntity> {
  const connection = await connections.find(caller.tenantId, key);
  if (connection !== null) return connection;
  throw problem('never_connected');
}
