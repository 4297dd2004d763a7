import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { SCORE_SINK, TenantDatabase } from '../../src/access/index.js';
import { writeCalls } from '../../src/calls/call-writer.js';
import { ErasedPeople } from '../../src/access/index.js';
import type { ScoreSink } from '../../src/contract/index.js';
import { type ConnectionEntity, DayScoreEntity, MappingEntity } from '../../src/storage/index.js';
import { aRecord } from '../support/call-records.js';
import { type House, openHouse } from '../support/house.js';
import { aConnection } from '../support/stored-rows.js';

const TENANT = 'acme';

describe('a host that does not take scores', () => {
  let house: House;
  let sink: ScoreSink;
  let connection: ConnectionEntity;
  let minute = 0;

  beforeAll(async () => {
    house = await openHouse();
    sink = house.app.get<ScoreSink>(SCORE_SINK, { strict: false });
    connection = aConnection(TENANT, { status: 'disconnected' });
    const em = house.app.get(TenantDatabase, { strict: false }).of(TENANT);
    await em.persist(connection).flush();
    await em.insert(MappingEntity, {
      ...{ id: randomUUID(), tenantId: TENANT, connectionId: connection.id, source: 'manual', matchedOn: null },
      ...{ employeeId: 'e1', phoneUserId: 'u1', fromDay: null, untilDay: null },
    });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await house.close();
  });

  /** Stores one more call of a minute, and waits until it counts. */
  const msUntilScored = async (): Promise<number> => {
    const tenants = house.app.get(TenantDatabase, { strict: false });
    const erased = house.app.get(ErasedPeople, { strict: false });
    const startedAt = new Date(Date.UTC(2026, 10, 20, 15, 2 * minute++));
    const endedAt = new Date(startedAt.getTime() + 60_000);
    const record = aRecord(String(minute), { startedAt, connectedAt: startedAt, endedAt });
    await tenants.transaction(TENANT, (em) =>
      writeCalls(em, { connection, timeZone: 'UTC', erased, toldBy: 'list' }, [record]),
    );
    const from = performance.now();
    for (;;) {
      const row = await tenants.of(TENANT).findOne(DayScoreEntity, { tenantId: TENANT, employeeId: 'e1' });
      if (row?.countedMs === minute * 60_000) return performance.now() - from;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('delays none: each is stored as soon as one whose predecessors were taken', async () => {
    const published = jest.spyOn(sink, 'publish').mockRejectedValue(new Error('being deployed'));
    for (let time = 0; time < 4; time++) expect(await msUntilScored()).toBeLessThan(4_500);
    expect(published).toHaveBeenCalled();
  }, 120_000);

  it('nor while it takes its time', async () => {
    let letGo = (): void => undefined;
    jest.spyOn(sink, 'publish').mockImplementation(() => new Promise((resolve) => (letGo = resolve)));
    for (let time = 0; time < 4; time++) expect(await msUntilScored()).toBeLessThan(4_500);
    letGo();
  }, 120_000);
});
