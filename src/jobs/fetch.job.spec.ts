import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { eventually, openStage, type Stage } from '../../test/support/stage.js';
import { aConnection, aPhoneUser } from '../../test/support/stored-rows.js';
import { People, TenantTermsBook } from '../access/index.js';
import { RoundBook, RoundWorker, WebhookInbox, WindowWalker } from '../calls/index.js';
import type { Employee, PhoneSystemProvider, TenantTerms } from '../contract/index.js';
import { ORDINARY_DIRECTORY, PhoneUsers } from '../directory/index.js';
import { Mappings } from '../mapping/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { CallRecordEntity, ConnectionEntity, MappingEntity, PhoneUserEntity, RoundEntity } from '../storage/index.js';
import { DialpadPhoneSystem } from '../providers/dialpad/dialpad.provider.js';
import { AccountWatch } from './account-watch.service.js';
import { FetchJob } from './fetch.job.js';
import { TermsWatch } from './terms-watch.service.js';

const NEVER = new AbortController().signal;
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

  const jobOf = ({ tenants, settings }: Pick<Stage, 'tenants' | 'settings'>): FetchJob => {
    const registry = Object.assign(Object.create(PhoneSystemRegistry.prototype) as PhoneSystemRegistry, {
      find: () => installed ?? undefined,
    });
    const directory = {
      async *listEmployees() {
        yield await Promise.resolve(employees);
      },
    };
    const terms_ = new TenantTermsBook({ termsOf: () => Promise.resolve(terms) }, tenants);
    const rounds = new RoundBook(tenants, settings);
    return new FetchJob(
      tenants,
      registry,
      desk.connections,
      desk.sessions,
      new TermsWatch(tenants, terms_, settings),
      new AccountWatch(tenants, rounds, settings),
      new WebhookInbox(tenants, registry, desk.connections, desk.webhooks, stage.erased),
      desk.webhooks,
      rounds,
      new PhoneUsers(tenants, stage.erased),
      new Mappings(tenants, new People(directory, tenants), terms_),
      new RoundWorker(rounds, new WindowWalker(tenants, rounds, desk.metrics, stage.erased)),
      settings,
    );
  };
  const turn = async (signal = NEVER, of = job): Promise<void> =>
    await of.work({ connectionId: (await desk.only()).id }, signal);
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

  it('reads the directory of a large company with far rounds only, and matches employees at each round', async () => {
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

    await em().nativeUpdate(ConnectionEntity, {}, { nextFarAt: null });
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
    await em().nativeUpdate(ConnectionEntity, {}, { nextReconciliationAt: null });
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
    await turn(NEVER, jobOf(await stage.anotherCopy().then((copy) => ({ ...stage, ...copy }))));
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

  it('rests the rounds while the directory cannot be read, asks for no call meanwhile, and goes on by itself', async () => {
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

  it('says that it is misconfigured where the client is no longer set after a restart', async () => {
    installed = new DialpadPhoneSystem(null);
    await turn();
    expect(await desk.only()).toMatchObject({
      status: 'connected',
      problem: { kind: 'misconfigured', action: 'wait' },
    });
    for (let times = 2; times <= 3; times++) {
      await due();
      await turn();
    }
    expect(await desk.only()).toMatchObject({
      status: 'stopped',
      problem: { kind: 'misconfigured', message: expect.stringContaining('client'), action: 'ask-operator' },
    });
    expect(await rounds()).toContain('history parked');
    expect(paths()).toEqual([]);

    installed = desk.provider;
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    await turn();
    expect(await calls()).toEqual(await callsAtDialpad());
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
