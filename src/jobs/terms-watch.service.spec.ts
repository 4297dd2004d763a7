import { randomUUID } from 'node:crypto';
import { boundsBook, openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { TenantTermsBook } from '../access/index.js';
import { dueConnections } from '../calls/index.js';
import { tenantsToSweep } from '../privacy/index.js';
import type { TenantTerms } from '../contract/index.js';
import {
  ConnectionEntity,
  type ConnectionStatus,
  RoundEntity,
  type RoundKind,
  type RoundOutcome,
  TenantEntity,
} from '../storage/index.js';
import { TermsWatch } from './terms-watch.service.js';

const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'UTC',
  region: 'US',
  workShift: null,
};
const UNLICENSED = { phoneSystemLicence: false };
const SLOW = { kind: 'slow-down', message: 'Dialpad asked to slow down.', action: 'wait' } as const;
const LATER = new Date(Date.now() + 60_000);

describe("a connection under the tenant's terms", () => {
  let stage: Stage;
  let watch: TermsWatch;
  let terms: TenantTerms;
  let tenantId: string;

  beforeAll(async () => {
    stage = await openStage();
    const book = new TenantTermsBook({ termsOf: () => Promise.resolve(terms) }, stage.tenants, boundsBook);
    watch = new TermsWatch(stage.tenants, book, stage.settings);
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    terms = TERMS;
    tenantId = randomUUID();
    await stage.tenants
      .of(tenantId)
      .persist(aConnection(tenantId, { accountDomains: ['acme.example'] }))
      .flush();
    await round('history', 'running');
    await round('far', 'parked', { problem: SLOW, resumeAt: LATER, attempts: 2 });
    await round('near', 'done');
    await round('manual', 'failed', { problem: SLOW });
  });

  const em = () => stage.tenants.of(tenantId);
  const round = async (kind: RoundKind, outcome: RoundOutcome, more: Partial<RoundEntity> = {}): Promise<void> => {
    const { id: connectionId } = await connection();
    const at = new Date();
    await em().insert(RoundEntity, {
      ...{ id: randomUUID(), tenantId, connectionId, kind, outcome, fromAt: at, toAt: at, startedAt: at },
      ...more,
    });
  };
  const connection = async (): Promise<ConnectionEntity> => await em().findOneOrFail(ConnectionEntity, { tenantId });
  const check = async (changed: Partial<TenantTerms> = {}): Promise<TenantTerms | null> => {
    terms = { ...TERMS, ...changed };
    return await watch.check(await connection());
  };
  const rounds = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      (await em().find(RoundEntity, {})).map(({ kind, outcome, problem }) => [
        kind,
        `${outcome} ${problem?.kind ?? ''}`,
      ]),
    );
  const UNTOUCHED = { history: 'running ', far: 'parked slow-down', near: 'done ', manual: 'failed slow-down' };

  it('has what is over deleted at once where calls are to be kept for less time, and not where for more', async () => {
    await check();
    const becomesDueBy = async (retentionDays: number): Promise<boolean> => {
      await em().nativeUpdate(TenantEntity, { tenantId }, { sweptAt: new Date() });
      await check({ retentionDays });
      return (await tenantsToSweep(stage.tenants)).includes(tenantId);
    };
    expect(await becomesDueBy(30)).toBe(true);
    expect(await becomesDueBy(30)).toBe(false);
    expect(await becomesDueBy(60)).toBe(false);
    expect(await becomesDueBy(400)).toBe(false);
  });

  it('goes on where they allow it, and is given them', async () => {
    expect(await check()).toEqual(TERMS);
    expect(await connection()).toMatchObject({ status: 'connected', problem: null });
    expect(await rounds()).toEqual(UNTOUCHED);
  });

  it.each([
    ['a lost licence', UNLICENSED, 'no_licence', /licence has ended/],
    ['a lost domain', { domains: ['other.example'] }, 'wrong_domain', /domain of Acme is no longer registered/],
    ['no domain at all', { domains: [] }, 'wrong_domain', /domain of Acme is no longer registered/],
  ])('stops for %s: it and every open round say why, what has ended stays as it was', async (_, lost, kind, words) => {
    expect(await check(lost)).toBeNull();
    const problem = { kind, message: expect.stringMatching(words), action: 'ask-operator' };
    expect(await connection()).toMatchObject({ status: 'stopped', problem });
    expect(await rounds()).toEqual({ ...UNTOUCHED, history: `parked ${kind}`, far: `parked ${kind}` });
    expect(await em().find(RoundEntity, { outcome: 'parked' })).toMatchObject([{ problem }, { problem }]);
  });

  it('says the other reason where that takes the place of the first', async () => {
    await check(UNLICENSED);
    await check({ domains: [] });
    expect(await connection()).toMatchObject({ status: 'stopped', problem: { kind: 'wrong_domain' } });
    expect(await rounds()).toMatchObject({ history: 'parked wrong_domain', far: 'parked wrong_domain' });
  });

  it('goes on where it was when they are back: no round says anything any more, a wait at the vendor still holds', async () => {
    await check(UNLICENSED);
    expect(await check()).toEqual(TERMS);
    expect(await connection()).toMatchObject({ status: 'connected', problem: null, nextNearAt: null });
    expect(await rounds()).toEqual({ ...UNTOUCHED, history: 'running ', far: 'running ' });
    expect(await em().findOneOrFail(RoundEntity, { kind: 'far' })).toMatchObject({ resumeAt: LATER, attempts: 2 });
  });

  it('is looked at again no sooner than a round would be due', async () => {
    const isDue = async (): Promise<boolean> =>
      (await dueConnections(stage.tenants)).some((due) => due.tenantId === tenantId);
    expect(await isDue()).toBe(true);
    await check(UNLICENSED);
    expect(await isDue()).toBe(false);
    await em().nativeUpdate(ConnectionEntity, {}, { wakeAt: new Date(0) });
    expect(await isDue()).toBe(true);
  });

  it.each<ConnectionStatus>(['needs-reconnect', 'stopped', 'disconnected'])(
    'stays %s for a reason of its own, whatever they say',
    async (status) => {
      await em().nativeUpdate(ConnectionEntity, {}, { status, problem: { ...SLOW, kind: 'forbidden' } });
      for (const changed of [UNLICENSED, {}]) {
        expect(await check(changed)).toBeNull();
        expect(await connection()).toMatchObject({ status, problem: { kind: 'forbidden' } });
        expect(await rounds()).toEqual(UNTOUCHED);
      }
    },
  );

  it('changes nothing about a connection that somebody ended meanwhile', async () => {
    const before = await connection();
    await em().nativeUpdate(ConnectionEntity, {}, { fence: before.fence + 1 });
    terms = { ...TERMS, ...UNLICENSED };
    expect(await watch.check(before)).toBeNull();
    expect(await connection()).toMatchObject({ status: 'connected', problem: null });
    expect(await rounds()).toEqual(UNTOUCHED);
  });
});
