import { ScoringHouse, type ScoredTenant } from '../../test/support/scoring-house.js';
import { aCall } from '../../test/support/stored-rows.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { ownersOf } from '../mapping/index.js';
import { DayScoreEntity } from '../storage/index.js';
import { clearMarks, readMarks } from './changed-days.js';
import { scoreDays } from './score-days.js';
import { takeTurn } from './scoring-turn.js';
import { tenantsToPublish, tenantsWithWork } from './scoring-work.js';

describe('scoring what changed', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    tenant = await house.tenant();
    await tenant.map('ann', 'u-ann');
  });

  it('makes a day of stored records, each moment credited once', async () => {
    const dana = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    const sam = await tenant.call('u-ann', '2026-03-02T15:06:00Z', '2026-03-02T15:15:00Z');

    expect(await tenant.score()).toBe(1);

    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({
      score: '15.00',
      countedMs: 900_000,
      revision: 1,
      publishedRevision: 0,
      inputs: [
        { callId: dana.id, countedMs: 600_000, points: '10' },
        { callId: sam.id, countedMs: 300_000, points: '5' },
      ],
      because: [{ rule: 'talk-inbound', points: '15', callIds: [dana.id, sam.id] }],
    });
  });

  it('scores only what is marked, and stores only what is different', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    const later = await tenant.call('u-ann', '2026-03-03T15:00:00Z', '2026-03-03T15:10:00Z');
    await tenant.score();

    await tenant.call('u-ann', '2026-03-03T15:00:00Z', '2026-03-03T15:20:00Z', {
      id: later.id,
      externalId: later.externalId,
    });
    expect(await tenant.score()).toBe(1);
    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ revision: 1 });
    expect(await tenant.stored('ann', '2026-03-03')).toMatchObject({ revision: 2, score: '20.00' });

    await tenant.call('u-ann', '2026-03-03T15:00:00Z', '2026-03-03T15:20:00Z', {
      id: later.id,
      externalId: later.externalId,
    });
    expect(await tenant.score()).toBe(1);
    expect(await tenant.stored('ann', '2026-03-03')).toMatchObject({ revision: 2 });
    expect(await tenant.score()).toBe(0);
  });

  it('gives each day its part of a call over midnight, also where the line passes to somebody else then', async () => {
    await tenant.map('bob', 'u-line', { untilDay: '2026-03-03' });
    await tenant.map('cal', 'u-line', { fromDay: '2026-03-03' });
    await tenant.call('u-line', '2026-03-03T04:50:00Z', '2026-03-03T05:20:00Z');

    expect(await tenant.score()).toBe(2);

    expect(await tenant.stored('bob', '2026-03-02')).toMatchObject({ score: '10.00' });
    expect(await tenant.stored('cal', '2026-03-03')).toMatchObject({ score: '20.00' });
  });

  it.each([1, 8, 30])(
    'scores a day into which a call of %s days lasts the same alone as with the days before',
    async (n) => {
      const at = (days: number): string =>
        new Date(Date.parse('2026-03-02T15:00:00Z') + days * 86_400_000).toISOString();
      await tenant.call('u-ann', at(0), at(n));
      while ((await house.scorer.waiting(tenant.id)) > 0) await tenant.score();
      const last = at(n).slice(0, 10);
      const together = await tenant.stored('ann', last);
      expect(together).toMatchObject({ countedMs: 10 * 3_600_000 - (last < '2026-03-08' ? 0 : -3_600_000) });

      await tenant.em.execute(`insert into phone_system.changed_employee_day values (?, 'ann', ?, 1)`, [
        tenant.id,
        last,
      ]);
      await tenant.score();

      expect(await tenant.stored('ann', last)).toEqual(together);
    },
  );

  it('knows an employee by another phone user on another day', async () => {
    await tenant.map('bob', 'u-old', { untilDay: '2026-03-03' });
    await tenant.map('bob', 'u-new', { fromDay: '2026-03-03' });
    for (const [line, day] of [
      ['u-old', '02'],
      ['u-old', '03'],
      ['u-new', '02'],
      ['u-new', '03'],
    ] as const) {
      const minutes = line === 'u-old' ? '05' : '07';
      await tenant.call(line, `2026-03-${day}T15:00:00Z`, `2026-03-${day}T15:${minutes}:00Z`);
    }

    await tenant.score();

    expect(await tenant.stored('bob', '2026-03-02')).toMatchObject({ score: '5.00' });
    expect(await tenant.stored('bob', '2026-03-03')).toMatchObject({ score: '7.00' });
  });

  it('drops the days of lines that are nobody’s, and gives no row to a day without calls', async () => {
    await tenant.call('u-nobody', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.em.execute(`insert into phone_system.changed_employee_day values (?, 'ann', '2026-03-02', 1)`, [
      tenant.id,
    ]);
    expect(await house.scorer.waiting(tenant.id)).toBe(2);

    expect(await tenant.score()).toBe(1);

    expect(await house.scorer.waiting(tenant.id)).toBe(0);
    expect(await tenant.em.count(DayScoreEntity, {})).toBe(0);
  });

  it('empties a day whose calls went elsewhere, and says so with a revision', async () => {
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    await tenant.em.execute(`delete from phone_system.call_record where id = ?`, [call.id]);
    await tenant.em.execute(`insert into phone_system.changed_employee_day values (?, 'ann', '2026-03-02', 1)`, [
      tenant.id,
    ]);

    await tenant.score();

    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({
      score: '0.00',
      inputs: [],
      because: [],
      revision: 2,
    });
  });

  it('works off many more marks than one batch holds', async () => {
    await house.tenants.transaction(tenant.id, async (em) => {
      for (let i = 0; i < 450; i++) {
        const start = Date.parse('2025-01-01T15:00:00Z') + i * 86_400_000;
        const [from, to] = [new Date(start).toISOString(), new Date(start + 60_000).toISOString()];
        await tenant.writeCall(em, aCall(tenant.connection, 'u-ann', from, to));
      }
    });

    expect(await tenant.score()).toBe(450);

    expect(await tenant.em.count(DayScoreEntity, { score: '1.00' })).toBe(450);
  });

  it('ends also where days are marked faster than it scores them', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    let ended = false;
    const scoring = tenant.score().finally(() => (ended = true));
    while (!ended) await tenant.call('u-ann', '2026-03-02T16:00:00Z', '2026-03-02T16:10:00Z');
    expect(await scoring).toBe(1);
  });

  it('ends when it is asked to, and leaves the rest marked', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');

    expect(await house.scorer.scoreChanged(tenant.id, AbortSignal.abort())).toBe(0);

    expect(await tenant.marks()).toEqual(['u-ann 2026-03-02']);
  });

  it('tells the scheduler whose turn it is', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    expect(await tenantsWithWork(house.tenants)).toContain(tenant.id);

    await tenant.score();
    expect(await tenantsWithWork(house.tenants)).not.toContain(tenant.id);
    expect(await tenantsToPublish(house.tenants)).toContain(tenant.id);

    await tenant.publish();
    expect(await tenantsToPublish(house.tenants)).not.toContain(tenant.id);
  });

  it('loses no mark that is made while its day is scored', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    await tenant.call('u-ann', '2026-03-02T16:00:00Z', '2026-03-02T16:10:00Z');
    let written: Promise<unknown> = Promise.resolve();

    await house.tenants.transaction(tenant.id, async (em) => {
      const terms = await takeTurn(em, tenant.id);
      const marks = await readMarks(em, tenant.id, 10);
      expect(marks.lineDays).toHaveLength(1);
      written = tenant.call('u-ann', '2026-03-02T17:00:00Z', '2026-03-02T17:10:00Z');
      const ownerships = await ownersOf(em, tenant.id);
      await scoreDays(em, tenant.id, { terms, ownerships }, [{ employeeId: 'ann', day: '2026-03-02' }]);
      await clearMarks(em, tenant.id, marks);
    });
    await written;

    expect(await tenant.marks()).toEqual(['u-ann 2026-03-02']);
    await tenant.score();
    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ score: '30.00' });
  });

  // The embedded database has one connection: there, nobody can be in the middle of a change.
  const onServer = triedUnless(withoutServer(), 'scoring while somebody else changes a day', it);
  onServer(
    'leaves a mark that somebody is just making for the next time (needs a server: two connections)',
    async () => {
      await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');

      await house.tenants.transaction(tenant.id, async (em) => {
        await tenant.writeCall(em, aCall(tenant.connection, 'u-ann', '2026-03-02T16:00:00Z', '2026-03-02T16:10:00Z'));
        expect(await tenant.score()).toBe(1);
        expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ score: '10.00' });
      });

      expect(await tenant.score()).toBe(1);
      expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ score: '20.00' });
    },
  );

  onServer('lets two scorings of a tenant follow each other (needs a server: two connections)', async () => {
    for (const hour of ['15', '16', '17']) {
      await tenant.call('u-ann', `2026-03-02T${hour}:00:00Z`, `2026-03-02T${hour}:10:00Z`);
      await Promise.all([tenant.score(), tenant.score()]);
    }

    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ score: '30.00', revision: 3 });
  });
});
