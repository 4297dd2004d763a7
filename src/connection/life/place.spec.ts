import { randomUUID } from 'node:crypto';
import { aRecord } from '../../../test/support/call-records.js';
import { openStage, type Stage } from '../../../test/support/stage.js';
import { aConnection } from '../../../test/support/stored-rows.js';
import { CallRecordEntity, ConnectionEntity, type ConnectionStatus } from '../../storage/index.js';
import { writeCalls } from '../../calls/call-writer.js';
import { holdPlace, LostPlace, type Place, takePlace } from './place.js';

describe("a worker's place", () => {
  let stage: Stage;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    connection = aConnection(randomUUID());
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
  });

  const take = async (): Promise<Place> => {
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    return place;
  };
  const commit = async (place: Place, call: string): Promise<void> =>
    await stage.tenants.transaction(connection.tenantId, async (em) => {
      await holdPlace(em, place);
      await writeCalls(em, { connection, timeZone: 'UTC', erased: stage.erased, toldBy: 'list' }, [aRecord(call)]);
    });
  const stored = async (): Promise<string[]> =>
    (await stage.tenants.of(connection.tenantId).find(CallRecordEntity, {})).map(({ externalId }) => externalId);
  const set = async (status: ConnectionStatus): Promise<void> => {
    await stage.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, { id: connection.id }, { status });
  };

  it('is lost once another takes the connection: what the first has in hand is not stored', async () => {
    const first = await take();
    await commit(first, '1');
    const second = await take();
    await expect(commit(first, '2')).rejects.toThrow(LostPlace);
    await commit(second, '3');
    expect(await stored()).toEqual(['1', '3']);
  });

  it('goes to one of many who take it at once', async () => {
    const places = await Promise.all(Array.from({ length: 8 }, take));
    const outcomes = await Promise.allSettled(places.map((place, index) => commit(place, String(index))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stored()).toHaveLength(1);
  });

  it.each<ConnectionStatus>(['needs-reconnect', 'stopped', 'disconnected'])(
    'is lost with a connection that is %s, and cannot be taken there',
    async (status) => {
      const place = await take();
      await set(status);
      await expect(commit(place, '1')).rejects.toThrow(LostPlace);
      expect(await takePlace(stage.tenants, connection)).toBeNull();
      expect(await stored()).toEqual([]);
    },
  );

  it('is not to be had for another tenant', async () => {
    const place = await take();
    const foreign = Object.assign(aConnection(randomUUID()), { id: connection.id });
    expect(await takePlace(stage.tenants, foreign)).toBeNull();
    const forged = stage.tenants.transaction(foreign.tenantId, (em) =>
      holdPlace(em, { ...place, connection: foreign }),
    );
    await expect(forged).rejects.toThrow(LostPlace);
  });
});
