import { randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { letSleep, wakeUp } from '../connection/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { dueConnections } from './due-connections.js';

const SOON = new Date(Date.now() + 86_400_000);
const BEFORE = new Date(Date.now() - 1_000);

describe('which connections have work', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    await stage.tenants.acrossTenants().execute('delete from phone_system.connection');
  });

  const connect = async (more: Partial<ConnectionEntity> = {}): Promise<ConnectionEntity> => {
    const connection = aConnection(randomUUID(), { wakeAt: SOON, ...more });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    return connection;
  };
  const due = async (): Promise<string[]> => (await dueConnections(stage.tenants)).map((each) => each.connectionId);
  const stoppedFor = (kind: 'no_licence' | 'forbidden'): Partial<ConnectionEntity> => ({
    status: 'stopped',
    problem: { kind, message: '', action: 'ask-operator' },
  });

  it('are those whose time has come, and no others', async () => {
    await connect();
    const { id } = await connect({ wakeAt: BEFORE });
    expect(await due()).toEqual([id]);
  });

  it('are those that are woken, at once or when it is time', async () => {
    const connection = await connect();
    await wakeUp(stage.tenants.of(connection.tenantId), connection, 60_000);
    expect(await due()).toEqual([]);
    await wakeUp(stage.tenants.of(connection.tenantId), connection);
    expect(await due()).toEqual([connection.id]);
  });

  it('are those that a copy of the last release connected, which knows nothing of waking', async () => {
    const { id } = await connect({ wakeAt: null });
    await connect({ wakeAt: null, status: 'needs-reconnect' });
    await connect({ wakeAt: null, status: 'disconnected' });
    expect(await due()).toEqual([id]);
  });

  it('are not those that wait for somebody, but those that wait for their terms', async () => {
    const waiting = [
      await connect({ wakeAt: BEFORE, status: 'needs-reconnect' }),
      await connect({ wakeAt: BEFORE, ...stoppedFor('forbidden') }),
      await connect({ wakeAt: BEFORE, ...stoppedFor('no_licence') }),
      await connect({ wakeAt: BEFORE }),
    ];
    for (const one of waiting) await letSleep(stage.tenants.of(one.tenantId), one);
    expect((await due()).sort()).toEqual([waiting[2]?.id, waiting[3]?.id].sort());
  });
});
