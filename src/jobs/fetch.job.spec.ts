import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { aFetchJob } from '../../test/support/fetch-job.js';
import { boundsBook, eventually, openStage, type Stage } from '../../test/support/stage.js';
import { aConnection, aPhoneUser } from '../../test/support/stored-rows.js';
import { ORDINARY_DIRECTORY } from '../directory/index.js';
import { People } from '../access/index.js';
import type { Employee, PhoneSystemProvider, PhoneUser, TenantTerms } from '../contract/index.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  FetchWindowEntity,
  MappingEntity,
  PhoneUserEntity,
  RoundEntity,
} from '../storage/index.js';
import { dueConnections, RoundBook } from '../calls/index.js';
import { dayOf } from '../support/days.js';
import { DialpadPhoneSystem } from '../providers/dialpad/dialpad.provider.js';
import { partyOf } from '../testing/index.js';
import type { FetchJob } from './fetch.job.js';

const NEVER = new AbortController().signal;
const nobodyWaits = (): Promise<boolean> => Promise.resolve(false);
const dana: Employee = {
  id: 'e1',
  name: 'Dana Reyes',
  emails: ['dana@acme.example'],
  phones: [],
  managerId: null,
  active: true,
};
const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};

/** A host's directory of one page. */
async function* page(employees: readonly Employee[]): AsyncGenerator<readonly Employee[]> {
  yield await Promise.resolve(employees);
}

describe('a turn of fetching', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let job: FetchJob;
  let employees: Employee[];
  let terms: TenantTerms;
  let askedToConnect: number;
  /** What is installed under the connection's key; null as after an update that left it out. */
  let installed: PhoneSystemProvider | null;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ historyDays: 1 });
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    askedToConnect = desk.dialpad.requests.length;
    employees = [dana];
    terms = TERMS;
    installed = desk.provider;
    job = jobOf(stage);
  });

  afterEach(async () => {
    await desk.close();
  });

  const jobOf = (copy: Pick<Stage, 'tenants'>): FetchJob =>
    aFetchJob({ ...stage, ...copy }, desk, {
      installed: () => installed,
      employees: () => employees,
      terms: () => terms,
    });
  const turn = async (signal = NEVER, of = job): Promise<void> =>
    await of.work({ connectionId: (await desk.only()).id }, signal, nobodyWaits);
  const em = () => stage.tenants.of(desk.tenantId);
  const calls = async (): Promise<string[]> =>
    (await em().find(CallRecordEntity, {})).map(({ externalId }) => externalId).sort();
  const callsAtDialpad = async (): Promise<string[]> =>
    desk.dialpad
      .calls('acme.example', (await desk.only()).historyFrom, new Date())
      .map(({ id }) => id)
      .sort();
  const rounds = async (): Promise<string[]> =>
    (await em().find(RoundEntity, {})).map(({ kind, outcome }) => `${kind} ${outcome}`).sort();
  /** Everything that was asked for since connecting. */
  const paths = (): string[] => desk.dialpad.requests.slice(askedToConnect).map(({ path }) => path);
  /** Another round is due, and what rests goes on. */
  const due = async (): Promise<void> => {
    await em().nativeUpdate(ConnectionEntity, {}, { nextNearAt: null });
    await em().nativeUpdate(FetchWindowEntity, { doneAt: null }, { resumeAt: null });
  };

  it('brings the directory, the matching and every call that is due', async () => {
    await turn();
    await turn();
    expect(await rounds()).toEqual(['far done', 'history done']);
    expect(await calls()).toEqual(await callsAtDialpad());
    expect(await em().count(PhoneUserEntity, {})).toBe(desk.dialpad.company('acme.example').users.length);
    expect(await em().find(MappingEntity, {})).toMatchObject([{ employeeId: 'e1', source: 'auto' }]);
  });

  it('does what is due within half a minute, though others wait for its place', async () => {
    await job.work({ connectionId: (await desk.only()).id }, NEVER, () => Promise.resolve(true));
    expect(await rounds()).toEqual(['history done']);
  });

  it('reads the directory before the calls, so that no call is of somebody unknown', async () => {
    await turn();
    expect(paths()).toContain('/api/v2/users');
    expect(paths().lastIndexOf('/api/v2/users')).toBeLessThan(paths().indexOf('/api/v2/call'));
  });

  it('hands the directory, as it was just read, to who lists calls, and looks it up once in a turn', async () => {
    const { provider } = desk;
    const handed: (readonly PhoneUser[])[] = [];
    installed = Object.assign(Object.create(provider) as PhoneSystemProvider, {
      async *listCalls(...given: Parameters<PhoneSystemProvider['listCalls']>) {
        handed.push(await given[2]());
        yield* provider.listCalls(...given);
      },
    });
    await turn();
    expect(handed.length).toBeGreaterThan(1);
    expect(new Set(handed).size).toBe(1);
    const { users } = desk.dialpad.company('acme.example');
    expect(handed[0]?.map(({ externalId }) => externalId).sort()).toEqual(users.map(({ id }) => id).sort());
    expect(await calls()).toEqual(await callsAtDialpad());
  });

  it('asks the vendor for nothing while nothing is due', async () => {
    await turn();
    await turn();
    const before = paths();
    await turn();
    expect(paths()).toEqual(before);
  });

  /** Has a directory that is too large to be read at each turn. */
  const beLarge = async (): Promise<void> => {
    const connection = await desk.only();
    const many = Array.from({ length: ORDINARY_DIRECTORY }, (_, index) => aPhoneUser(connection, `many-${index}`));
    await em().insertMany(PhoneUserEntity, many);
  };

  it('matches a new phone user at the next round', async () => {
    await turn();
    employees = [dana, { ...dana, id: 'e2', name: 'Nora Quist', emails: ['nora@acme.example'] }];
    desk.dialpad.addUser('acme.example', { firstName: 'Nora', emails: ['nora@acme.example'] });
    await due();
    await turn();
    expect(await em().find(MappingEntity, { employeeId: 'e2' })).toMatchObject([{ source: 'auto' }]);
  });

  it('matches a new employee of a large company at the next round, without asking the vendor for its directory', async () => {
    await turn();
    await beLarge();
    const [phoneUser] = desk.dialpad.company('acme.example').users.filter(({ emails }) => emails[0]?.startsWith('ida'));
    employees = [dana, { ...dana, id: 'e2', name: 'Ida', emails: [...(phoneUser?.emails ?? [])] }];
    const before = paths().length;
    await due();
    await turn();
    expect(paths().slice(before)).not.toContain('/api/v2/users');
    expect(await em().find(MappingEntity, { employeeId: 'e2' })).toMatchObject([{ source: 'auto' }]);
  });

  it('matches employees whom somebody else has read meanwhile', async () => {
    await turn();
    employees = [dana, { ...dana, id: 'e2', name: 'Ida', emails: ['ida@acme.example'] }];
    await new People({ listEmployees: () => page(employees) }, stage.tenants, boundsBook).refresh(desk.tenantId);
    await due();
    await turn();
    expect(await em().find(MappingEntity, { employeeId: 'e2' })).toMatchObject([{ source: 'auto' }]);
  });

  it('looks for somebody new in a large directory as soon as a call of theirs is listed, and once', async () => {
    for (let index = 0; index < ORDINARY_DIRECTORY; index++) {
      desk.dialpad.addUser('acme.example', { firstName: `User ${index}`, emails: [`user-${index}@acme.example`] });
    }
    await turn();
    await turn();
    employees = [dana, { ...dana, id: 'e2', name: 'Nora Quist', emails: ['nora@acme.example'] }];
    const nora = desk.dialpad.addUser('acme.example', { firstName: 'Nora', emails: ['nora@acme.example'] });
    const company = desk.dialpad.company('acme.example');
    const call = (target: ReturnType<typeof partyOf>): unknown =>
      desk.dialpad.addCall('acme.example', {
        direction: 'inbound',
        startedAt: Date.now() - 60_000,
        connectedAt: Date.now() - 60_000,
        endedAt: Date.now() - 1_000,
        target,
      });
    call(partyOf(company, nora.id));
    call({ ...partyOf(company, nora.id), id: '4999999999999999' });
    const before = paths().length;
    await due();
    await turn();
    expect(await em().find(MappingEntity, { employeeId: 'e2' })).toMatchObject([{ source: 'auto' }]);
    const asked = (): number =>
      paths()
        .slice(before)
        .filter((path) => path === '/api/v2/users').length;
    const once = asked();
    expect(once).toBeGreaterThan(0);
    await due();
    await turn();
    expect(asked()).toBe(once);
  });

  it('reads a large directory again about as often as far rounds are made, also while a history is open', async () => {
    await turn();
    await beLarge();
    const before = paths().length;
    await em().nativeUpdate(RoundEntity, {}, { outcome: 'running' });
    await em().nativeUpdate(FetchWindowEntity, {}, { doneAt: null });
    await turn();
    expect(paths().slice(before)).toContain('/api/v2/call');
    expect(paths().slice(before)).not.toContain('/api/v2/users');
    await em().nativeUpdate(ConnectionEntity, {}, { directoryReadAt: new Date(Date.now() - 3_601_000) });
    await due();
    await turn();
    expect(paths().slice(before)).toContain('/api/v2/users');
  });

  it('knows who was deleted before it compares, also in a large company, and takes it for no forgetting of the vendor’s', async () => {
    await turn();
    await turn();
    await beLarge();
    const [, ...others] = desk.dialpad.company('acme.example').users;
    const stored = await em().find(CallRecordEntity, { userExternalId: { $in: others.map(({ id }) => id) } });
    const userId = stored[0]!.userExternalId!;
    desk.dialpad.changeUser('acme.example', userId, { state: 'deleted' });
    desk.dialpad.forget('acme.example', { userIds: [userId] });
    const day = dayOf(stored[0]!.startedAt, TERMS);
    const actor = { tenantId: desk.tenantId, employeeId: 'e1' };
    const book = new RoundBook(stage.tenants, stage.settings);
    for (const kind of ['reconciliation', 'again'] as const) {
      if (kind === 'reconciliation') await em().nativeUpdate(ConnectionEntity, {}, { nextReconciliationAt: null });
      else await book.makeAgain(actor, await desk.only(), desk.provider, { from: day, to: day }, TERMS);
      await turn();
      const [compared] = await em().find(RoundEntity, { kind });
      expect(compared).toMatchObject({ outcome: 'done', difference: 0, unlisted: 0 });
      expect([kind, compared?.letGo]).toEqual([kind, expect.any(Number)]);
      expect(compared?.letGo).toBeGreaterThan(0);
      expect(await desk.only()).toMatchObject({ forgetsAfterDays: null, problem: null });
      // As it was known before, and large.
      await em().nativeUpdate(PhoneUserEntity, {}, { status: 'active' });
    }
  });

  it('has the vendor tell of calls again, with the comparison of the day, where somebody deleted that there', async () => {
    await turn();
    const [webhook] = await desk.standing('webhooks');
    const { accessToken } = desk.dialpad.grant('dana@acme.example');
    const headers = { authorization: `Bearer ${accessToken}` };
    await fetch(new URL(`/api/v2/webhooks/${webhook?.id}`, desk.dialpad.baseUrl), { method: 'DELETE', headers });
    await due();
    await turn();
    expect(await desk.standing('webhooks')).toEqual([]);
    // Whoever has just connected subscribes as well, and is left to it.
    await em().nativeUpdate(ConnectionEntity, {}, { nextReconciliationAt: null, connectedAt: new Date(0) });
    await turn();
    expect(await rounds()).toContain('reconciliation done');
    expect(await desk.standing('webhooks')).toMatchObject([{ hook_url: webhook?.hook_url }]);
  });

  it('works on its own connection and leaves every other one alone', async () => {
    const other = aConnection('another-tenant');
    await stage.tenants.of(other.tenantId).persist(other).flush();
    await turn();
    expect(await stage.tenants.of(other.tenantId).find(ConnectionEntity, {})).toMatchObject([
      { fence: 0, nextNearAt: null, lastFetchAt: null },
    ]);
    expect(await stage.tenants.of(other.tenantId).count(RoundEntity, {})).toBe(0);
  });

  it('gives way without a complaint to a worker that takes the connection over, and loses nothing', async () => {
    const first = turn();
    await eventually(async () => (await calls()).length > 0);
    await turn(NEVER, jobOf(await stage.anotherCopy()));
    await expect(first).resolves.toBeUndefined();
    expect(await calls()).toEqual(await callsAtDialpad());
    expect(job.backoff.allows((await desk.only()).id)).toBe(true);
  });

  it('ends when the host shuts down, without a failure to rest from', async () => {
    const stop = new AbortController();
    const stopped = turn(stop.signal);
    await eventually(() => paths().includes('/api/v2/users'));
    stop.abort();
    await expect(stopped).resolves.toBeUndefined();
    expect(job.backoff.allows((await desk.only()).id)).toBe(true);
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
    await turn();
    expect(await calls()).toEqual(await callsAtDialpad());
  });

  it('goes on with the calls where a directory that was read before cannot be read for a moment', async () => {
    await turn();
    await turn();
    await em().nativeUpdate(ConnectionEntity, {}, { directoryReadAt: new Date(1) });
    const [user] = desk.dialpad.company('acme.example').users;
    const call = desk.dialpad.addCall('acme.example', {
      direction: 'inbound',
      startedAt: Date.now() - 60_000,
      connectedAt: Date.now() - 60_000,
      endedAt: Date.now() - 1_000,
      target: partyOf(desk.dialpad.company('acme.example'), user?.id ?? ''),
    });
    desk.dialpad.faults.plan({ path: '/api/v2/users', times: Infinity, answer: { kind: 'status', status: 500 } });
    await due();
    await turn();
    expect(await calls()).toContain(call.id);
    expect(await rounds()).toEqual(['far done', 'history done', 'near done']);
  });

  it('rests the rounds while a directory that nobody knows yet cannot be read, asks for no call, and goes on by itself', async () => {
    desk.dialpad.faults.plan({ path: '/api/v2/users', times: 4, answer: { kind: 'status', status: 500 } });
    await turn();
    expect(await rounds()).toEqual(['history parked']);
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: { kind: 'try-later' } });
    expect(paths()).not.toContain('/api/v2/call');
    await due();
    await turn();
    expect(await calls()).toEqual(await callsAtDialpad());
    expect(await desk.only()).toMatchObject({ problem: null });
  });

  /** Three times, each when what rests goes on. */
  const turnThrice = async (): Promise<void> => {
    for (let times = 1; times <= 3; times++) {
      await due();
      await turn();
    }
  };

  it('waits where the client is no longer set after a restart, and goes on by itself once it is', async () => {
    installed = new DialpadPhoneSystem(null);
    await turn();
    expect(await desk.only()).toMatchObject({
      status: 'connected',
      problem: { kind: 'misconfigured', action: 'wait' },
    });
    await turnThrice();
    const problem = {
      kind: 'misconfigured',
      message: expect.stringContaining('Ask the operator to correct it; fetching then goes on by itself'),
      action: 'ask-operator',
    };
    expect(await desk.only()).toMatchObject({ status: 'connected', problem });
    expect(await em().findOneOrFail(RoundEntity, { kind: 'history' })).toMatchObject({ outcome: 'parked', problem });
    expect(paths()).toEqual([]);

    installed = desk.provider;
    await due();
    await turn();
    expect(await calls()).toEqual(await callsAtDialpad());
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
  });

  it('waits where the vendor does not know the client, keeps its grant, and goes on once it does', async () => {
    await turn();
    await turn();
    await em().nativeUpdate(ConnectionEntity, {}, { tokenExpiresAt: new Date(0) });
    const answer = { kind: 'body', status: 401, body: '{"error":"invalid_client"}' } as const;
    desk.dialpad.faults.plan({ path: '/oauth2/token', times: Infinity, answer });
    await turnThrice();
    expect(await desk.only()).toMatchObject({
      status: 'connected',
      problem: { kind: 'misconfigured', action: 'ask-operator' },
    });
    desk.dialpad.faults.clear();
    await due();
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
    expect(await rounds()).toEqual(['far done', 'far done', 'history done', 'near done']);
  });

  it('says so where the list of calls is gone, and fetches the gap by itself once it is back', async () => {
    await turn();
    await turn();
    desk.dialpad.faults.plan({ path: '/api/v2/call', times: Infinity, answer: { kind: 'status', status: 404 } });
    await turnThrice();
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: { kind: 'gone', action: 'ask-operator' } });
    const [user] = desk.dialpad.company('acme.example').users;
    const startedAt = Date.now() - 3 * 3_600_000;
    const missed = desk.dialpad.addCall('acme.example', {
      direction: 'inbound',
      startedAt,
      connectedAt: startedAt + 1_000,
      endedAt: startedAt + 60_000,
      target: partyOf(desk.dialpad.company('acme.example'), user?.id ?? ''),
    });
    desk.dialpad.faults.clear();
    await due();
    await turn();
    expect(await calls()).toContain(missed.id);
    expect(await calls()).toEqual(await callsAtDialpad());
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
    expect((await em().find(RoundEntity, { outcome: { $in: ['running', 'parked'] } })).length).toBe(0);
  });

  it('says that a phone system is not installed, asks again within minutes and goes on once it is', async () => {
    installed = null;
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: { kind: 'not-installed' } });
    expect(await dueConnections(stage.tenants)).toEqual([]);
    installed = desk.provider;
    await turn();
    expect(await desk.only()).toMatchObject({ problem: null });
  });

  it('says what fails in the host itself, and forgets it once it no longer does', async () => {
    employees = undefined as never;
    await expect(turn()).rejects.toThrow();
    expect(await desk.only()).toMatchObject({ problem: { kind: 'inner', action: 'ask-operator' } });
    expect(await dueConnections(stage.tenants)).toEqual([]);
    employees = [dana];
    await turn();
    expect(await desk.only()).toMatchObject({ problem: null });
  });

  it('asks the vendor for nothing while the terms stop the connection', async () => {
    terms = { ...TERMS, phoneSystemLicence: false };
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'stopped', problem: { kind: 'no_licence' } });
    expect(paths()).toEqual([]);
  });

  it('rests, a little longer each time, where the host itself fails', async () => {
    const { id } = await desk.only();
    employees = undefined as never;
    await expect(turn()).rejects.toThrow();
    expect(job.backoff.allows(id)).toBe(false);
    employees = [dana];
    await turn();
    expect(job.backoff.allows(id)).toBe(true);
  });
});
