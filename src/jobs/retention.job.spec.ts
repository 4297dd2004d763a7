import { Logger } from '@nestjs/common';
import { ScoringHouse, type ScoredTenant } from '../../test/support/scoring-house.js';
import { TenantTermsBook } from '../access/index.js';
import type { TenantTerms } from '../contract/index.js';
import { Retention } from '../privacy/index.js';
import { CallRecordEntity, ConnectionEntity } from '../storage/index.js';
import { readPhoneSystemSettings } from '../support/settings.js';
import { RetentionJob } from './retention.job.js';
import { TermsWatch } from './terms-watch.service.js';
import { boundsBook } from '../../test/support/stage.js';

const NEVER = new AbortController().signal;
const DAY_MS = 86_400_000;

describe('the daily turn of a tenant that is no longer connected', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  let job: RetentionJob;
  let answer: () => Promise<TenantTerms>;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    house = await ScoringHouse.open();
    const terms = new TenantTermsBook({ termsOf: () => answer() }, house.tenants, boundsBook);
    job = new RetentionJob(
      new Retention(house.tenants, terms, house.scorer),
      new TermsWatch(house.tenants, terms, readPhoneSystemSettings(() => undefined).settings),
    );
  });

  afterAll(() => house.close());

  beforeEach(async () => {
    house.terms = { ...house.terms, timeZone: 'UTC', retentionDays: 400 };
    answer = () => Promise.resolve(house.terms);
    tenant = await house.tenant();
    await tenant.em.nativeUpdate(ConnectionEntity, {}, { status: 'disconnected' });
    await tenant.employee('ann', 'Ann Lee');
    await tenant.map('ann', 'u1');
  });

  /** A call at two in the morning of UTC, so many days ago. */
  const callAgo = async (days: number): Promise<string> => {
    const day = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
    await tenant.call('u1', `${day}T02:00:00Z`, `${day}T02:10:00Z`);
    return day;
  };
  const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
  const work = (): Promise<void> => job.work({ tenantId: tenant.id }, NEVER);
  const scores = async (day: string): Promise<(number | null)[]> =>
    (await house.days.days(tenant.id, 'ann', dayBefore(day), day)).items.map(({ score }) => score);

  it('has its days scored again where its time zone has changed', async () => {
    const day = await callAgo(10);
    await work();
    expect(await scores(day)).toEqual([0, 10]);
    house.terms = { ...house.terms, timeZone: 'America/New_York', effectiveFrom: '2020-01-01' };
    await work();
    expect(await scores(day)).toEqual([10, 0]);
  });

  it('keeps calls for as long as it agreed last', async () => {
    await callAgo(40);
    await work();
    expect(await tenant.em.count(CallRecordEntity, {})).toBe(1);
    house.terms = { ...house.terms, retentionDays: 30 };
    await work();
    expect(await tenant.em.count(CallRecordEntity, {})).toBe(0);
  });

  it('deletes what is over although the host no longer answers for it', async () => {
    await callAgo(390);
    await callAgo(420);
    await work();
    expect(await tenant.em.count(CallRecordEntity, {})).toBe(1);
    await callAgo(421);
    answer = () => Promise.reject(new Error('There is no such tenant.'));
    await work();
    expect(await tenant.em.count(CallRecordEntity, {})).toBe(1);
  });
});
