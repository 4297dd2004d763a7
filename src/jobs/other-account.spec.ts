import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { aFetchJob } from '../../test/support/fetch-job.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { dueConnections } from '../calls/index.js';
import { clientOf } from '../connection/index.js';
import type { TenantTerms } from '../contract/index.js';
import { parseJson } from '../support/json.js';
import { CallRecordEntity, ConnectionEntity, RoundEntity } from '../storage/index.js';
import { partyOf } from '../testing/index.js';
import type { FetchJob } from './fetch.job.js';

const NEVER = new AbortController().signal;
const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};

describe('a grant that opens another account', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let job: FetchJob;
  let terms: TenantTerms;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ historyDays: 1 });
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
    terms = TERMS;
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    job = aFetchJob(stage, desk, { installed: () => desk.provider, employees: () => [], terms: () => terms });
    await turn();
  });

  afterEach(async () => {
    await desk.close();
  });

  const em = () => stage.tenants.of(desk.tenantId);
  const turn = async (): Promise<void> =>
    await job.work({ connectionId: (await desk.only()).id }, NEVER, () => Promise.resolve(false));
  const set = async (change: Partial<ConnectionEntity>): Promise<void> => {
    await em().nativeUpdate(ConnectionEntity, {}, change);
  };
  /** A near round is due, and the account is to be looked at. */
  const due = (): Promise<void> => set({ nextNearAt: new Date(0), nextFarAt: null, accountCheckedAt: new Date(0) });
  /** From now on the vendor says this of the company. */
  const company = (change: Readonly<Record<string, unknown>>): void => {
    desk.dialpad.faults.clear();
    desk.dialpad.faults.plan({
      path: '/api/v2/company',
      times: Infinity,
      answer: {
        kind: 'altered',
        alter: (body) => JSON.stringify({ ...(parseJson(body) as object), ...change }),
      },
    });
  };
  const another = { id: '88', name: 'Acme Holding' };
  const aNewCall = (): void => {
    const acme = desk.dialpad.company('acme.example');
    const dana = acme.users.find(({ emails }) => emails.includes('dana@acme.example'));
    const startedAt = Date.now() - 60_000;
    const talk = { startedAt, connectedAt: startedAt + 1_000, endedAt: startedAt + 50_000 };
    desk.dialpad.addCall('acme.example', { direction: 'inbound', ...talk, target: partyOf(acme, dana?.id ?? '') });
  };
  const stored = async (): Promise<number> => await em().count(CallRecordEntity, {});
  const isDue = async (): Promise<boolean> => (await dueConnections(stage.tenants)).length > 0;

  it('stops, says so and what to do, and nothing of the other account is stored', async () => {
    const before = await stored();
    company(another);
    aNewCall();
    await due();
    await turn();
    const { accountName, ...connection } = await desk.only();
    expect(connection).toMatchObject({
      status: 'stopped',
      problem: {
        kind: 'other-account',
        message: expect.stringContaining(`somebody of ${accountName}`),
        action: 'reconnect',
      },
    });
    expect(accountName).not.toBe('Acme Holding');
    expect(await stored()).toBe(before);
    await turn();
    await due();
    await turn();
    expect(await stored()).toBe(before);
    expect(await desk.only()).toMatchObject({ status: 'stopped', problem: { kind: 'other-account' } });
  });

  it('is looked for after each refresh of the tokens, and before the token that has run out is used', async () => {
    company(another);
    await set({ nextNearAt: null, tokenExpiresAt: new Date(0), accountCheckedAt: new Date() });
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'stopped', problem: { kind: 'other-account' } });
  });

  it('is looked for in the turn after one in which a token was refused', async () => {
    const tokens = await desk.vault.read(await desk.only());
    await set({ accountCheckedAt: new Date() });
    const { provider, vault } = desk;
    await vault.access(await desk.only(), provider, clientOf(provider), NEVER, tokens?.access);
    expect(await desk.only()).toMatchObject({ accountCheckedAt: null });
  });

  it('costs no request in a turn without either', async () => {
    await set({ nextNearAt: null, accountCheckedAt: new Date() });
    const before = desk.dialpad.requests.length;
    await turn();
    expect(desk.dialpad.requests.slice(before).map(({ path }) => path)).not.toContain('/api/v2/company');
  });

  it('is over by itself when the grant opens the connected account again', async () => {
    company(another);
    aNewCall();
    await due();
    await turn();
    const rounds = await em().count(RoundEntity, {});
    const before = await stored();
    desk.dialpad.faults.clear();
    expect(await isDue()).toBe(false);
    await set({ wakeAt: new Date(0) });
    expect(await isDue()).toBe(true);
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
    expect(await stored()).toBe(before + 1);
    expect(await em().count(RoundEntity, {})).toBeGreaterThan(rounds);
  });

  it('stays as long as the vendor does not say whose it is', async () => {
    company(another);
    await due();
    await turn();
    desk.dialpad.faults.clear();
    desk.dialpad.faults.plan({ path: '/api/v2/company', times: Infinity, answer: { kind: 'html' } });
    await due();
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'stopped', problem: { kind: 'other-account' } });
    desk.dialpad.faults.clear();
    await due();
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
  });

  it('is over when somebody of the connected company reconnects, and not with a grant for the other one', async () => {
    company(another);
    await due();
    await turn();
    const theirs = desk.grant('ida@acme.example');
    expect(await desk.complete(theirs)).toBe('already_connected');
    expect(await desk.only()).toMatchObject({ status: 'stopped', problem: { kind: 'other-account' } });
    desk.dialpad.faults.clear();
    expect(await desk.complete(desk.grant('ida@acme.example'))).toBe('connected');
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
  });

  it('keeps its grant, which may open the connected account again, where the same person tries the other one', async () => {
    company(another);
    await due();
    await turn();
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('already_connected');
    desk.dialpad.faults.clear();
    await due();
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
  });

  it('is none where the company has another name, or another domain that fits as well', async () => {
    terms = { ...TERMS, domains: ['acme.example', 'acme.test'] };
    company({ name: 'Acme Worldwide', domain: 'acme.test' });
    await due();
    await turn();
    expect(await desk.only()).toMatchObject({
      status: 'connected',
      problem: null,
      accountName: 'Acme Worldwide',
      accountDomains: ['acme.test'],
    });
    await due();
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
  });

  it('is none where the domain fits no longer: the terms stop that, before anything more is stored', async () => {
    company({ domain: 'acme.test' });
    await due();
    await turn();
    await due();
    const before = await stored();
    aNewCall();
    await turn();
    expect(await desk.only()).toMatchObject({ status: 'stopped', problem: { kind: 'wrong_domain' } });
    expect(await stored()).toBe(before);
  });
});
