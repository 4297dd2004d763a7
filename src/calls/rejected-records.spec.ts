import { randomUUID } from 'node:crypto';
import { aRecord } from '../../test/support/call-records.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import type { RejectedItem } from '../contract/index.js';
import { type ConnectionEntity, RejectedRecordEntity } from '../storage/index.js';
import { parseJson } from '../support/json.js';
import { writeCalls } from './call-writer.js';
import { setAside } from './rejected-records.js';

describe('what could not be read', () => {
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

  const put = async (...items: RejectedItem[]): Promise<void> =>
    await stage.tenants.transaction(connection.tenantId, (em) => setAside(em, connection, items));
  const read = async (...calls: string[]): Promise<number> =>
    await stage.tenants.transaction(connection.tenantId, (em) =>
      writeCalls(
        em,
        { connection, timeZone: 'UTC', erased: stage.erased, toldBy: 'list' },
        calls.map((call) => aRecord(call)),
      ),
    );
  const aside = async (): Promise<(readonly [string | null, string])[]> =>
    (await stage.tenants.of(connection.tenantId).find(RejectedRecordEntity, {}, { orderBy: { reason: 'asc' } })).map(
      ({ externalId, reason }) => [externalId, reason],
    );

  it('is kept once each, with the latest reason, over pages and on one', async () => {
    await put({ externalId: '1', reason: 'a', raw: {} }, { externalId: '1', reason: 'b', raw: {} });
    await put({ externalId: '1', reason: 'c', raw: { more: true } }, { externalId: '2', reason: 'd', raw: {} });
    expect(await aside()).toEqual([
      ['1', 'c'],
      ['2', 'd'],
    ]);
  });

  it('is known again by its content where it has no id, and the content is not stored', async () => {
    const raw = { contact: { name: 'Annette Keller' } };
    await put({ reason: 'a', raw }, { reason: 'b', raw: null }, { reason: 'c', raw: undefined });
    await put({ reason: 'a', raw: { ...raw } });
    expect(await aside()).toEqual([
      [null, 'a'],
      [null, 'b'],
      [null, 'c'],
    ]);
    const rows = await stage.tenants
      .of(connection.tenantId)
      .execute<object[]>('select * from phone_system.rejected_record where tenant_id = ?', [connection.tenantId]);
    expect(JSON.stringify(rows)).not.toContain('Annette');
  });

  it('stops nothing, however deep it goes where it has no id', async () => {
    const deep = (name: string): unknown => parseJson(`${`{"${name}":`.repeat(20_000)}1${'}'.repeat(20_000)}`);
    await put({ reason: 'a', raw: deep('a') }, { reason: 'b', raw: deep('b') });
    expect(await aside()).toHaveLength(2);
  });

  it('is no longer aside once it could be read', async () => {
    await put({ externalId: '1', reason: 'a', raw: {} }, { externalId: '2', reason: 'b', raw: {} });
    await read('1', '7');
    expect(await aside()).toEqual([['2', 'b']]);
  });

  it('is no longer aside once it reads again as what is stored of it', async () => {
    expect(await read('1')).toBe(1);
    await put({ externalId: '1', reason: 'a later version', raw: {} });
    expect(await read('1')).toBe(0);
    expect(await aside()).toEqual([]);
  });

  it('is not mistaken for a phone user who could not be read', async () => {
    await stage.tenants.of(connection.tenantId).insert(RejectedRecordEntity, {
      connectionId: connection.id,
      tenantId: connection.tenantId,
      itemKey: 'user:1',
      externalId: '1',
      reason: 'a user',
      seenAt: new Date(),
    });
    await read('1');
    expect(await aside()).toEqual([['1', 'a user']]);
  });
});
