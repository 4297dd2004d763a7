import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { TERMS } from '../../test/support/erasing-house.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import type { AlertSink, PhoneSystemAlert } from '../contract/index.js';
import type { PhoneSystemRegistry } from '../registry/index.js';
import { AlertEntity, ConnectionEntity, ObjectionEntity, TenantEntity } from '../storage/index.js';
import { AlertWatch } from './alert-watch.service.js';
import { AlertJob } from './alert.job.js';

const NEVER = new AbortController().signal;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const registry = {
  find: () => ({ descriptor: { displayName: 'Example Phone', listing: { settleMs: 0 } } }),
} as unknown as PhoneSystemRegistry;

class RecordingAlerts implements AlertSink {
  readonly taken: PhoneSystemAlert[] = [];
  refusals = 0;

  async deliver(alert: PhoneSystemAlert): Promise<void> {
    if (this.refusals-- > 0) throw new Error('The mail server is away.');
    this.taken.push(alert);
  }
}

describe('telling the host what is wrong with connections', () => {
  let stage: Stage;
  let connection: ConnectionEntity;
  let sink: RecordingAlerts;
  let watches: AlertWatch[];
  let job: AlertJob;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    await stage.tenants.acrossTenants().execute('delete from phone_system.alert');
    await stage.tenants.acrossTenants().execute('delete from phone_system.connection');
    connection = aConnection(randomUUID(), { completeUntil: new Date() });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    sink = new RecordingAlerts();
    const another = await stage.anotherCopy();
    watches = [stage.tenants, another.tenants].map(
      (tenants) => new AlertWatch(tenants, registry, stage.settings, sink),
    );
    job = new AlertJob(stage.tenants, registry, sink);
  });

  const become = async (change: Partial<ConnectionEntity>): Promise<void> => {
    await stage.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, { id: connection.id }, change);
  };
  const watch = async (now = new Date()): Promise<void> => {
    await Promise.all(watches.map((each) => each.watch(now)));
  };
  const tell = async (with_ = job): Promise<void> => {
    for (const turn of await with_.due()) await with_.work(turn, NEVER);
  };
  const told = (): string[] => sink.taken.map(({ kind, state }) => `${kind} ${state}`);
  const rows = async (): Promise<AlertEntity[]> => await stage.tenants.of(connection.tenantId).find(AlertEntity, {});
  const restOver = async (): Promise<void> => {
    await stage.tenants.of(connection.tenantId).nativeUpdate(AlertEntity, {}, { resumeAt: new Date(0) });
  };
  const needsReconnect = {
    status: 'needs-reconnect',
    problem: { kind: 'reconnect', message: 'Click Reconnect.', action: 'reconnect' },
  } as const;
  const well = { status: 'connected', problem: null } as const;

  it('is done once when it begins and once when it is over, whatever number of copies look', async () => {
    await become(needsReconnect);
    await watch();
    await watch();
    await tell();
    await tell();
    expect(sink.taken).toEqual([
      {
        id: expect.stringMatching(/:began$/),
        tenantId: connection.tenantId,
        providerKey: 'example-phone',
        connectionId: connection.id,
        kind: 'needs-reconnect',
        state: 'began',
        at: expect.any(Date),
        message: 'Click Reconnect.',
        action: 'reconnect',
      },
    ]);
    await become(well);
    await watch();
    await watch();
    await tell();
    expect(told()).toEqual(['needs-reconnect began', 'needs-reconnect over']);
    await tell();
    expect(sink.taken).toHaveLength(2);
  });

  it('is done of a connection that stands and waits for its operator, and of none that goes on by itself', async () => {
    const problem = { kind: 'misconfigured', message: 'A setting does not fit.', action: 'wait' } as const;
    await become({ status: 'connected', problem });
    await watch();
    await become({ problem: { ...problem, action: 'ask-operator' } });
    await watch();
    await become(well);
    await watch();
    await tell();
    expect(told()).toEqual(['stopped began', 'stopped over']);
    expect(sink.taken[0]).toMatchObject({ message: 'A setting does not fit.', action: 'ask-operator' });
  });

  it('says what a stop is for, until when calls are complete, and how much a comparison found', async () => {
    const completeUntil = new Date(Date.now() - 3 * HOUR);
    await become({
      status: 'stopped',
      problem: { kind: 'unreadable', message: 'Odd.', action: 'ask-operator', sample: '{calls: []}' },
      completeUntil,
      connectedAt: new Date(Date.now() - DAY),
      lastDifference: 7,
    });
    await watch();
    await tell();
    expect(sink.taken).toHaveLength(3);
    expect(sink.taken).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'stopped', problem: 'unreadable', sample: '{calls: []}' }),
        expect.objectContaining({ kind: 'behind', completeUntil }),
        expect.objectContaining({ kind: 'difference', records: 7 }),
      ]),
    );
  });

  it('is done of a first fetch that stands still, though near rounds go on, until it moves again', async () => {
    const problem = { kind: 'gone', message: 'Example Phone refuses page 2.', action: 'wait' } as const;
    const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR);
    await become({ completeUntil: null, connectedAt: ago(30), movedAt: ago(1), lastFetchAt: new Date(), problem });
    await watch();
    await tell();
    expect(told()).toEqual([]);
    await become({ movedAt: ago(2) });
    await watch();
    await tell();
    expect(sink.taken).toEqual([
      expect.objectContaining({
        kind: 'behind',
        state: 'began',
        completeUntil: null,
        action: 'wait',
        message: expect.stringMatching(
          /^Fetching the history of Example Phone has not moved on since .*Z\. Example Phone refuses page 2\.$/,
        ),
      }),
    ]);
    await become({ movedAt: new Date(), problem: null });
    await watch();
    await tell();
    expect(told()).toEqual(['behind began', 'behind over']);
    expect(sink.taken[1]).toMatchObject({ message: 'Fetching the history of Example Phone moves on again.' });
  });

  it('is done of a first fetch that never began to move', async () => {
    await become({ completeUntil: null, connectedAt: new Date(Date.now() - 2 * HOUR), movedAt: null });
    await watch();
    await tell();
    expect(told()).toEqual(['behind began']);
    await become({ completeUntil: new Date() });
    await watch();
    await tell();
    expect(told()).toEqual(['behind began', 'behind over']);
  });

  it('is done of objections that wait longer than the tenant allows, until they are answered', async () => {
    const { tenantId } = connection;
    const em = stage.tenants.of(tenantId);
    await em.insert(TenantEntity, {
      tenantId,
      terms: TERMS,
      pastTerms: [],
      handovers: 0,
      readAt: new Date(),
      bounded: 0,
      hasApart: false,
    });
    const objected = (id: string, daysAgo: number) =>
      em.insert(ObjectionEntity, {
        ...{ id, tenantId, employeeId: 'ann', day: '2026-11-20', callId: null, text: 'This was private' },
        objectedAt: new Date(Date.now() - daysAgo * DAY),
        answeredAt: null,
      });
    const [first, second] = [randomUUID(), randomUUID()];
    await objected(first, 6.9);
    await watch();
    await tell();
    expect(told()).toEqual([]);

    await em.nativeUpdate(TenantEntity, { tenantId }, { terms: { ...TERMS, objectionDays: 3 } });
    await watch();
    await tell();
    expect(sink.taken).toMatchObject([
      {
        kind: 'objections',
        state: 'began',
        action: 'answer',
        waiting: 1,
        message: expect.stringMatching(/^1 objection/),
      },
    ]);
    await em.nativeUpdate(ObjectionEntity, { id: first }, { answeredAt: new Date() });
    await objected(second, 2.9);
    await watch();
    await tell();
    expect(told()).toEqual(['objections began', 'objections over']);
  });

  it('tells a beginning before its end, and one alert before the next, also where all of it waited', async () => {
    sink.refusals = 1;
    await become(needsReconnect);
    await watch(new Date(Date.now() - 4_000));
    await tell();
    await become(well);
    await watch(new Date(Date.now() - 3_000));
    await become({ status: 'stopped', problem: { kind: 'closed', message: 'Shut.', action: 'reconnect' } });
    await watch(new Date(Date.now() - 2_000));
    await become(well);
    await watch(new Date(Date.now() - 1_000));
    expect(told()).toEqual([]);
    await restOver();
    await tell();
    expect(told()).toEqual(['needs-reconnect began', 'needs-reconnect over', 'stopped began', 'stopped over']);
  });

  it('is done again where the host throws: not at once, by whichever copy, and with the same id', async () => {
    await become(needsReconnect);
    await watch();
    sink.refusals = 1;
    await tell();
    expect(await job.due()).toEqual([]);
    const [row] = await rows();
    expect(row).toMatchObject({ told: 0, attempts: 1, resumeAt: expect.any(Date) });
    await restOver();
    await tell(new AlertJob((await stage.anotherCopy()).tenants, registry, sink));
    expect(sink.taken.map(({ id }) => id)).toEqual([`${row?.id}:began`]);
  });

  it("does not let one connection's refusal hold up another's", async () => {
    const other = aConnection(randomUUID(), needsReconnect);
    await stage.tenants.of(other.tenantId).persist(other).flush();
    await become(needsReconnect);
    await watch();
    sink.refusals = 1;
    await tell();
    expect(sink.taken).toHaveLength(1);
    expect(await job.due()).toEqual([]);
  });

  it('is over with a disconnect', async () => {
    await become(needsReconnect);
    await watch();
    await become({ status: 'disconnected', problem: null });
    await watch();
    await tell();
    expect(told()).toEqual(['needs-reconnect began', 'needs-reconnect over']);
  });

  describe('where the host does not want to be told', () => {
    beforeEach(() => {
      watches = [new AlertWatch(stage.tenants, registry, stage.settings)];
    });

    it('waits with what stands until it does', async () => {
      await become(needsReconnect);
      await watch(new Date(Date.now() - 30 * DAY));
      await watch();
      expect(await new AlertJob(stage.tenants, registry).due()).toEqual([]);
      await tell();
      expect(told()).toEqual(['needs-reconnect began']);
    });

    it('forgets after a week what is over, so that nothing piles up', async () => {
      await become(needsReconnect);
      await watch(new Date(Date.now() - 9 * DAY));
      await become(well);
      await watch(new Date(Date.now() - 8 * DAY));
      expect(await rows()).toHaveLength(1);
      await watch();
      expect(await rows()).toEqual([]);
    });
  });

  it('forgets nothing that the host has not taken', async () => {
    await become(needsReconnect);
    await watch(new Date(Date.now() - 9 * DAY));
    await become(well);
    await watch(new Date(Date.now() - 8 * DAY));
    await watch();
    await tell();
    expect(told()).toEqual(['needs-reconnect began', 'needs-reconnect over']);
    await watch();
    expect(await rows()).toEqual([]);
  });
});
