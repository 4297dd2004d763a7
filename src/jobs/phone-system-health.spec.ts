import { randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { AlertEntity, SessionSupply } from '../storage/index.js';
import { PhoneSystemHealth } from './phone-system-health.service.js';

const HOUR = 3_600_000;

describe('the health of the phone systems', () => {
  let stage: Stage;
  let runs: boolean;
  const queue = { sessionName: 'queue', isReady: () => Promise.resolve(runs) };
  const health = (): PhoneSystemHealth => new PhoneSystemHealth(stage.orm, stage.tenants, queue);

  beforeAll(async () => {
    stage = await openStage();
  });

  beforeEach(() => {
    runs = true;
  });

  afterAll(() => stage.close());

  it('is ready with a database, its migrations and a queue', async () => {
    expect(await health().readiness()).toEqual({ ready: true, database: 'answers', queue: 'runs', migrations: 'done' });
  });

  it('looks once for all who ask at once whether it is ready, and again for whoever asks later', async () => {
    let looks = 0;
    const looking = { sessionName: 'queue', isReady: () => Promise.resolve(++looks > 0) };
    const shared = new PhoneSystemHealth(stage.orm, stage.tenants, looking);
    const answers = await Promise.all(Array.from({ length: 200 }, () => shared.readiness()));
    expect(new Set(answers.map(({ ready }) => ready))).toEqual(new Set([true]));
    expect(looks).toBe(1);
    await shared.readiness();
    expect(looks).toBe(2);
  });

  it('is not ready without the queue', async () => {
    runs = false;
    expect(await health().readiness()).toMatchObject({ ready: false, database: 'answers', queue: 'does not run' });
  });

  it('is not ready while the schema is older than this version, and is while it is newer', async () => {
    const em = stage.orm.em.fork();
    const [newest] = await em.execute<{ name: string }[]>(
      'select name from phone_system.migration order by name desc limit 1',
    );
    await em.execute('update phone_system.migration set name = ? where name = ?', [
      '9999-of-a-newer-version',
      newest?.name,
    ]);
    expect(await health().readiness()).toMatchObject({ ready: false, database: 'answers', migrations: 'missing' });
    await em.execute('insert into phone_system.migration (name) values (?)', [newest?.name]);
    expect(await health().readiness()).toMatchObject({ ready: true, migrations: 'done' });
  });

  it('is told without a database, and says so', async () => {
    const away = {
      em: { fork: () => ({ execute: () => Promise.reject(new Error('away')) }) },
      sessions: new SessionSupply(),
    };
    const without = new PhoneSystemHealth(away as never, stage.tenants, queue);
    expect(await without.readiness()).toEqual({
      ready: false,
      database: 'does not answer',
      queue: 'does not run',
      migrations: 'unknown',
    });
  });

  it('is live as long as each of its pools is answered, and says what helps where one is not', async () => {
    expect(await health().liveness()).toEqual({ live: true, problem: null });
    for (const stuck of [
      [true, false],
      [false, true],
    ]) {
      const watches = stuck.map((isStuck) => ({ isStuck, look: () => Promise.resolve() }));
      const sessions = { name: 'orm', watchOver: () => watches.shift() };
      const without = new PhoneSystemHealth({ ...stage.orm, sessions } as never, stage.tenants, queue);
      expect(await without.liveness()).toEqual({ live: false, problem: expect.stringMatching(/start it again\.$/) });
    }
  });

  it('is told of as live without waiting, where it is not known yet', async () => {
    const never = new Promise<void>(() => undefined);
    const sessions = { name: 'orm', watchOver: () => ({ isStuck: false, look: () => never }) };
    const asked = new PhoneSystemHealth({ ...stage.orm, sessions } as never, stage.tenants, queue);
    const from = performance.now();
    expect(await asked.liveness()).toEqual({ live: true, problem: null });
    expect(performance.now() - from).toBeLessThan(1_000);
  });

  it('is told of every connection that is not disconnected, with the alerts that stand', async () => {
    const at = new Date('2026-11-20T10:00:00Z');
    const behind = aConnection('acme', {
      connectedAt: new Date(0),
      completeUntil: new Date(Date.now() - 2 * HOUR),
      lastFetchAt: at,
    });
    const stopped = aConnection('globex', {
      connectedAt: new Date(1),
      movedAt: new Date(Date.now() - 3 * HOUR),
      status: 'stopped',
      problem: { kind: 'closed', message: 'Dana Reyes closed it.', action: 'reconnect' },
    });
    const gone = aConnection('initech', { status: 'disconnected' });
    for (const each of [behind, stopped, gone]) await stage.tenants.of(each.tenantId).persist(each).flush();
    const em = stage.tenants.of('acme');
    const alert = { tenantId: 'acme', connectionId: behind.id, message: '', action: 'wait', details: {} } as const;
    em.create(AlertEntity, { ...alert, id: randomUUID(), kind: 'behind', beganAt: at });
    em.create(AlertEntity, { ...alert, id: randomUUID(), kind: 'difference', beganAt: at, overAt: at });
    await em.flush();
    const told = await health().connections();
    expect(told).toEqual([
      {
        tenantId: 'acme',
        connectionId: behind.id,
        providerKey: 'example-phone',
        status: 'connected',
        lagSeconds: expect.closeTo(7_200, -2),
        lastFetchAt: at,
        problem: null,
        alerts: ['behind'],
      },
      expect.objectContaining({
        connectionId: stopped.id,
        status: 'stopped',
        lagSeconds: expect.closeTo(10_800, -2),
        problem: 'closed',
        alerts: [],
      }),
    ]);
    expect(JSON.stringify(told)).not.toContain('Dana');
  });
});
