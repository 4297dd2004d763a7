import { jest } from '@jest/globals';
import { by, inWords, MappingDesk } from '../../test/support/mapping-desk.js';
import { ACME_TERMS, aLine, MappingHouse } from '../../test/support/mapping-house.js';
import { AuditTrail, TenantTermsBook } from '../access/index.js';
import { ConnectionEntity, EmployeeEntity, PhoneUserEntity } from '../storage/index.js';

describe('who is who, chosen by hand', () => {
  let house: MappingHouse;
  let desk: MappingDesk;

  beforeAll(async () => {
    house = await MappingHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    desk = await MappingDesk.open(house);
    await desk.line('1', { emails: ['ann@acme.example'], displayName: 'Front desk' });
    await desk.line('2', { emails: ['bob@acme.example'] });
    await desk.call('1', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    // In New York this one is on the fourth and the fifth.
    await desk.call('1', '2026-03-05T04:55:00Z', '2026-03-05T05:05:00Z');
    await desk.call('2', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await desk.mappings.matchAgain(desk.connection);
    await desk.marked();
  });

  it('outlives matching, "None" as well', async () => {
    await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null });
    expect(inWords(await desk.mappings.choose(by, desk.connection, 'cal', { phoneUserId: '1' }))).toBe('manual 1');
    const summary = await desk.mappings.matchAgain(desk.connection);
    expect(await desk.items()).toEqual({ ann: 'manual', bob: 'auto 2 email', cal: 'manual 1' });
    expect(summary).toMatchObject({ matched: 2, manual: 2, auto: 1, unmatched: 0 });
  });

  it('marks the days that pass, and no others', async () => {
    await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null });
    expect(await desk.marked()).toEqual(['ann 2026-03-02', 'ann 2026-03-04', 'ann 2026-03-05']);
    await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null });
    expect(await desk.marked()).toEqual([]);
  });

  it('refuses what somebody else has, naming them, and changes nothing', async () => {
    const taken = desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1' });
    await expect(taken).rejects.toMatchObject({ status: 409, code: 'phone_user_taken' });
    await expect(taken).rejects.toThrow(
      /^Ann Lee already has the phone user Front desk, and nothing was changed\. Give the day .* Where it was Bob Park’s all along, give the day of its first call: then all of its calls are\.$/,
    );
    expect(await desk.items()).toMatchObject({ ann: 'auto 1 email', bob: 'auto 2 email' });
    expect(await desk.marked()).toEqual([]);
  });

  it('refuses whoever has read another choice than there is now, and takes no heed of what is matched by itself', async () => {
    const { connection } = desk;
    const revisionOf = async (id: string): Promise<string> =>
      (await desk.mappings.page(connection)).items.find(({ employee }) => employee.id === id)!.revision;
    const read = await revisionOf('cal');
    expect([read, await revisionOf('ann')]).toEqual(['automatic', 'automatic']);
    const { revision } = await desk.mappings.choose(by, connection, 'cal', { phoneUserId: null }, read);
    expect(await revisionOf('cal')).toBe(revision);

    const changed = { status: 412, code: 'mapping_changed' };
    const from = '2026-03-04';
    await expect(desk.mappings.choose(by, connection, 'cal', { phoneUserId: '2', from }, read)).rejects.toMatchObject(
      changed,
    );
    await expect(desk.mappings.forget(by, connection, 'cal', read)).rejects.toMatchObject(changed);
    expect(await desk.items()).toMatchObject({ cal: 'manual', bob: 'auto 2 email' });

    await desk.mappings.matchAgain(connection);
    await desk.mappings.forget(by, connection, 'cal', revision);
    await desk.mappings.choose(by, connection, 'cal', { phoneUserId: '1', from }, 'automatic');
    expect(await revisionOf('cal')).not.toBe(revision);
  });

  it('refuses somebody who is erased while the choice is being made, and changes nothing', async () => {
    const last = jest.spyOn(TenantTermsBook.prototype, 'last').mockImplementationOnce(async () => {
      await desk.em.nativeUpdate(EmployeeEntity, { id: 'cal' }, { active: false, erasedAt: new Date() });
      return ACME_TERMS;
    });
    const chosen = desk.mappings.choose(by, desk.connection, 'cal', { phoneUserId: '2', from: '2026-03-04' });
    await expect(chosen).rejects.toMatchObject({ status: 409, code: 'person_erased' });
    last.mockRestore();
    expect(await desk.ownerOf('2', '2026-03-04')).toBe('bob');
  });

  it('passes a line to a successor in one step: the days before stay', async () => {
    const item = await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1', from: '2026-03-04' });
    expect(inWords(item)).toBe('manual 1');
    expect(await desk.items()).toMatchObject({ ann: 'none', bob: 'manual 1' });
    expect(await desk.ownerOf('1', '2026-03-03')).toBe('ann');
    expect(await desk.ownerOf('1', '2026-03-04')).toBe('bob');
    expect(await desk.ownerOf('2', '2026-03-03')).toBe('bob');
    expect(await desk.ownerOf('2', '2026-03-04')).toBeNull();
    expect(await desk.marked()).toEqual(['ann 2026-03-04', 'ann 2026-03-05', 'bob 2026-03-04', 'bob 2026-03-05']);
    await desk.mappings.matchAgain(desk.connection);
    expect(await desk.items()).toMatchObject({ ann: 'none', bob: 'manual 1' });
  });

  it('writes down who gained which line and who lost it, and nothing of a line that is gone', async () => {
    const from = '2026-03-04';
    const told = async (): Promise<unknown[]> =>
      (await new AuditTrail(house.tenants).page(desk.connection.tenantId, null, 2)).entries.map(
        ({ subject, details }) => ({
          subject,
          details,
        }),
      );
    await desk.mappings.choose({ ...by, tenantId: desk.connection.tenantId }, desk.connection, 'bob', {
      phoneUserId: '1',
      from,
    });
    const passed = { system: desk.connection.providerKey, to: 'passed-on', from, passedTo: 'bob' };
    const given = { system: desk.connection.providerKey, to: 'phone-user', from };
    expect(await told()).toEqual([
      { subject: 'ann', details: { ...passed, phoneUser: '1' } },
      { subject: 'bob', details: { ...given, phoneUser: '1' } },
    ]);
    await desk.em.nativeDelete(PhoneUserEntity, { connectionId: desk.connection.id, externalId: '1' });
    expect(await told()).toEqual([
      { subject: 'ann', details: { ...passed, phoneUser: null } },
      { subject: 'bob', details: { ...given, phoneUser: null } },
    ]);
  });

  it('writes a line’s row once for the trail, however often it is chosen', async () => {
    const em = desk.em;
    const written = async (): Promise<unknown> =>
      await em.execute(
        `select external_id, xmin::text from phone_system.phone_user where connection_id = ? order by external_id`,
        [desk.connection.id],
      );
    const named = async (): Promise<unknown[]> =>
      (await new AuditTrail(house.tenants).page(desk.connection.tenantId, null, 3)).entries.map(
        ({ details }) => details['phoneUser'],
      );
    const owner = { ...by, tenantId: desk.connection.tenantId };
    await desk.mappings.choose(owner, desk.connection, 'cal', { phoneUserId: '1', from: '2026-03-04' });
    const once = await written();
    await desk.mappings.choose(owner, desk.connection, 'bob', { phoneUserId: '1', from: '2026-03-05' });
    expect(await written()).toEqual(once);
    expect(await named()).toEqual(['1', '1', '1']);
  });

  it('shows today as it is today where a line is to pass on a later day, and what is to follow', async () => {
    const item = await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1', from: '2100-01-01' });
    expect(inWords(item)).toBe('auto 2 email');
    expect(item).toMatchObject({ since: null, planned: { phoneUser: { externalId: '1' }, from: '2100-01-01' } });
    expect(await desk.items()).toMatchObject({ ann: 'auto 1 email', bob: 'auto 2 email' });
    await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null, from: '2099-12-31' });
    const page = await desk.mappings.page(desk.connection, { search: 'ann' });
    expect(page.items[0]).toMatchObject({ source: 'auto', planned: { phoneUser: null, from: '2099-12-31' } });
    expect(page.unmatchedPhoneUsers).toEqual([]);
  });

  it('tells who has a line today until when it is theirs, and whose it is then', async () => {
    const ends = async (id: string) =>
      (({ until, successor }) => ({ until, successor }))(
        (await desk.mappings.page(desk.connection)).items.find(({ employee }) => employee.id === id)!,
      );
    const stays = { until: null, successor: null };
    expect(await ends('ann')).toEqual(stays);
    await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1', from: '2100-01-01' });
    expect(await ends('ann')).toEqual({ until: '2100-01-01', successor: { id: 'bob', name: 'Bob Park' } });
    expect(await ends('bob')).toEqual({ until: '2100-01-01', successor: null });
    // As her own choice answers: a line that goes on being hers is nobody else's.
    const from = '2099-12-31';
    const chosen = await desk.mappings.choose(by, desk.connection, 'cal', { phoneUserId: '2', from: '2099-06-01' });
    expect(chosen).toMatchObject(stays);
    expect(await ends('bob')).toEqual({ until: '2099-06-01', successor: { id: 'cal', name: 'Cal Diaz' } });
    const own = await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: '1', from });
    expect(own).toMatchObject({ until: from, successor: null, planned: { from } });
    expect(await ends('ann')).toEqual({ until: from, successor: null });
    await desk.mappings.forget(by, desk.connection, 'ann');
    expect(await ends('ann')).toEqual(stays);
  });

  it('answers a choice with until when it holds', async () => {
    await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1', from: '2100-01-01' });
    await desk.mappings.choose(by, desk.connection, 'cal', { phoneUserId: '2', from: '2026-03-04' });
    const passed = await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '2', from: '2100-01-01' });
    expect(passed).toMatchObject({ source: 'none', until: null, successor: null, planned: { from: '2100-01-01' } });
    const [cal] = (await desk.mappings.page(desk.connection, { search: 'cal' })).items;
    expect(cal).toMatchObject({ source: 'manual', until: '2100-01-01', successor: { id: 'bob' } });
  });

  it('tells everything that is planned, in order of days', async () => {
    await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: null, from: '2099-12-31' });
    await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1', from: '2100-01-01' });
    await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '2', from: '2100-06-01' });
    const [item] = (await desk.mappings.page(desk.connection, { search: 'bob' })).items;
    expect(inWords(item!)).toBe('auto 2 email');
    expect(
      [item?.planned, ...(item?.plannedLater ?? [])].map((one) => [one?.phoneUser?.externalId, one?.from]),
    ).toEqual([
      [undefined, '2099-12-31'],
      ['1', '2100-01-01'],
      ['2', '2100-06-01'],
    ]);
  });

  it('tells whether days before had a match or a choice', async () => {
    const earlierOf = async (id: string) =>
      (await desk.mappings.page(desk.connection)).items.find(({ employee }) => employee.id === id)?.earlier;
    expect(await earlierOf('ann')).toBe(false);
    expect(
      (await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null, from: '2026-03-04' })).earlier,
    ).toBe(true);
    expect(await earlierOf('ann')).toBe(true);
    await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null });
    expect(await earlierOf('ann')).toBe(false);
  });

  it('says of a chosen line that the phone system no longer lists it', async () => {
    await desk.mappings.choose(by, desk.connection, 'cal', { phoneUserId: '1', from: '2026-03-04' });
    await desk.line('1', { status: 'departed' });
    await desk.mappings.matchAgain(desk.connection);
    const { items } = await desk.mappings.page(desk.connection, { search: 'cal' });
    expect(items[0]).toMatchObject({ source: 'manual', phoneUser: { externalId: '1', departed: true } });
  });

  it('is forgotten as if it had never been chosen', async () => {
    await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1', from: '2026-03-04' });
    await desk.marked();
    await desk.mappings.forget(by, desk.connection, 'bob');
    expect(await desk.items()).toMatchObject({ ann: 'auto 1 email', bob: 'auto 2 email' });
    expect(await desk.ownerOf('1', '2026-03-04')).toBe('ann');
    expect(await desk.ownerOf('2', '2026-03-04')).toBe('bob');
    expect(await desk.marked()).toEqual(['ann 2026-03-04', 'ann 2026-03-05', 'bob 2026-03-04', 'bob 2026-03-05']);
  });

  it('refuses employees and phone users that do not exist here', async () => {
    const elsewhere = await house.company([]);
    await elsewhere.list(aLine('77'));
    const refused = async (employeeId: string, phoneUserId: string): Promise<unknown> =>
      await desk.mappings.choose(by, desk.connection, employeeId, { phoneUserId }).catch((error: unknown) => error);
    expect(await refused('nobody', '1')).toMatchObject({ status: 404, code: 'unknown_employee' });
    expect(await refused('cal', '77')).toMatchObject({ status: 404, code: 'unknown_phone_user' });
    expect(await refused('cal', '1\0')).toMatchObject({ status: 404, code: 'unknown_phone_user' });
    await expect(desk.mappings.forget(by, desk.connection, 'nobody')).rejects.toMatchObject({
      code: 'unknown_employee',
    });
  });

  it('goes to one of two who ask for it at once', async () => {
    await desk.line('3');
    const asked = await Promise.allSettled(
      ['cal', 'bob'].map((id) => desk.mappings.choose(by, desk.connection, id, { phoneUserId: '3' })),
    );
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('works where the connection is disconnected', async () => {
    await desk.em.nativeUpdate(ConnectionEntity, { id: desk.connection.id }, { status: 'disconnected' });
    await desk.mappings.choose(by, desk.connection, 'cal', { phoneUserId: '2', from: '2026-03-04' });
    expect(await desk.items()).toMatchObject({ cal: 'manual 2' });
  });
});
