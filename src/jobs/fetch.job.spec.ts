import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { aFetchJob } from '../../test/support/fetch-job.js';
import { eventually, openStage, type Stage } from '../../test/support/stage.js';
import { aConnection, aPhoneUser } from '../../test/support/stored-rows.js';
import type { Employee, PhoneSystemProvider, TenantTerms } from '../contract/index.js';
import { ORDINARY_DIRECTORY } from '../directory/index.js';
import { CallRecordEntity, ConnectionEntity, MappingEntity, PhoneUserEntity, RoundEntity } from '../storage/index.js';
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
    await em().nativeUpdate(RoundEntity, { outcome: 'parked' }, { resumeAt: null });
  };

  it('brings the directory, the matching and every call that is due', async () => {
    await turn();
    expect(await rounds()).toEqual(['far done', 'history done']);
    expect(await calls()).toEqual(await callsAtDialpad());
    expect(await em().count(PhoneUserEntity, {})).toBe(desk.dialpad.company('acme.example').users.length);
    expect(await em().find(MappingEntity, {})).toMatchObject([{ employeeId: 'e1', source: 'auto' }]);
  });

  it('does what is due within half a minute, though others wait for its place', async () => {
    await job.work({ connectionId: (await desk.only()).id }, NEVER, () => Promise.resolve(true));
    expect(await rounds()).toEqual(['far done', 'history done']);
  });

  it('reads the directory before the calls, so that no call is of somebody unknown', async () => {
    await turn();
    expect(paths()).toContain('/api/v2/users');
    expect(paths().lastIndexOf('/api/v2/users')).toBeLessThan(paths().indexOf('/api/v2/call'));
  });

  it('asks the vendor for nothing while nothing is due', async () => {
    await turn();
    const before = paths();
    await turn();
    expect(paths()).toEqual(before);
  });

  it('matches a new employee, and a new phone user, at the next round', async () => {
    await turn();
    employees = [dana, { ...dana, id: 'e2', name: 'Nora Quist', emails: ['nora@acme.example'] }];
    desk.dialpad.addUser('acme.example', { firstName: 'Nora', emails: ['nora@acme.example'] });
    await due();
    await turn();
    expect(await em().find(MappingEntity, { employeeId: 'e2' })).toMatchObject([{ source: 'auto' }]);
  });

  it('reads the directory of a large company once a far interval only, and matches employees at each round', async () => {
    await turn();
    const connection = await desk.only();
    const many = Array.from({ length: ORDINARY_DIRECTORY }, (_, index) => aPhoneUser(connection, `many-${index}`));
    await em().insertMany(PhoneUserEntity, many);
    const [phoneUser] = desk.dialpad.company('acme.example').users.filter(({ emails }) => emails[0]?.startsWith('ida'));
    employees = [dana, { ...dana, id: 'e2', name: 'Ida', emails: [...(phoneUser?.emails ?? [])] }];
    const before = paths().length;
    await due();
    await turn();
    expect(paths().slice(before)).not.toContain('/api/v2/users');
    expect(await em().find(MappingEntity, { employeeId: 'e2' })).toMatchObject([{ source: 'auto' }]);

    await em().nativeUpdate(
      ConnectionEntity,
      {},
      { nextNearAt: null, directoryReadAt: new Date(Date.now() - 3_600_000) },
    );
    await turn();
    expect(paths().slice(before)).toContain('/api/v2/users');
    expect(await em().count(PhoneUserEntity, { externalId: { $like: 'many-%' }, status: 'departed' })).toBe(
      ORDINARY_DIRECTORY,
    );
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
    expect(await rounds()).toEqual(['far done', 'history done', 'near done']);
  });

  it('stops where the list of calls is gone, and fetches the gap by itself once somebody reconnects', async () => {
    await turn();
    desk.dialpad.faults.plan({ path: '/api/v2/call', times: Infinity, answer: { kind: 'status', status: 404 } });
    await turnThrice();
    expect(await desk.only()).toMatchObject({ status: 'stopped', problem: { kind: 'gone', action: 'ask-operator' } });
    const [user] = desk.dialpad.company('acme.example').users;
    const startedAt = Date.now() - 3 * 3_600_000;
    const missed = desk.dialpad.addCall('acme.example', {
      direction: 'inbound',
      startedAt,
      connectedAt: startedAt + 1_000,
      endedAt: startedAt + 60_000,
      target: partyOf(desk.dialpad.company('acme.example'), user?.id ?? ''),
    });
    const before = paths().length;
    await turn();
    expect(paths().length).toBe(before);

    desk.dialpad.faults.clear();
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    await turn();
    expect(await calls()).toContain(missed.id);
    expect(await calls()).toEqual(await callsAtDialpad());
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
    expect((await em().find(RoundEntity, { outcome: { $in: ['running', 'parked'] } })).length).toBe(0);
  });

  it('leaves a connection whose phone system is no longer installed as it is', async () => {
    const before = await desk.only();
    installed = null;
    await turn();
    expect(await desk.only()).toEqual(before);
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
