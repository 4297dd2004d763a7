import { randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { type ConnectionEntity, RoundEntity } from '../storage/index.js';
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

  /** A connection with nothing to do for now, but for what is said. */
  const connect = async (more: Partial<ConnectionEntity> = {}): Promise<ConnectionEntity> => {
    const connection = aConnection(randomUUID(), {
      completeUntil: BEFORE,
      nextNearAt: SOON,
      nextFarAt: SOON,
      nextReconciliationAt: SOON,
      ...more,
    });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    return connection;
  };
  const round = async ({ id, tenantId }: ConnectionEntity, more: Partial<RoundEntity>): Promise<void> => {
    await stage.tenants.of(tenantId).insert(RoundEntity, {
      id: randomUUID(),
      tenantId,
      connectionId: id,
      kind: 'near',
      fromAt: BEFORE,
      toAt: BEFORE,
      startedAt: BEFORE,
      ...more,
    });
  };
  const due = async (): Promise<string[]> => (await dueConnections(stage.tenants)).map((each) => each.connectionId);

  it('has no work before anything is due', async () => {
    await connect();
    expect(await due()).toEqual([]);
  });

  it.each<Partial<ConnectionEntity>>([
    { nextNearAt: null },
    { nextNearAt: BEFORE },
    { nextFarAt: BEFORE },
    { nextReconciliationAt: null },
    { status: 'stopped', problem: { kind: 'no_licence', message: '', action: 'ask-operator' }, nextNearAt: BEFORE },
  ])('has work where a round is due, or terms may allow it again: %j', async (more) => {
    const { id } = await connect(more);
    expect(await due()).toEqual([id]);
  });

  it.each<Partial<ConnectionEntity>>([
    { completeUntil: null, nextFarAt: null, nextReconciliationAt: null },
    { status: 'needs-reconnect', nextNearAt: null },
    { status: 'disconnected', nextNearAt: null },
    { status: 'stopped', problem: { kind: 'forbidden', message: '', action: 'reconnect' }, nextNearAt: null },
  ])('has none before the history is complete, nor while somebody must act: %j', async (more) => {
    await connect(more);
    expect(await due()).toEqual([]);
  });

  it('has work while a round is open, but not while it rests', async () => {
    const open = await connect();
    await round(open, { outcome: 'running' });
    await round(await connect(), { outcome: 'parked', resumeAt: SOON });
    await round(await connect(), { outcome: 'done' });
    expect(await due()).toEqual([open.id]);
  });
});
