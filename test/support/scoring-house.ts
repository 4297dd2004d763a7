import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TenantDatabase, TenantTermsBook } from '../../src/access/index.js';
import type { DayScore, ScoreSink, TenantTerms } from '../../src/contract/index.js';
import {
  DayScorer,
  Exclusions,
  PeopleDays,
  RulesBook,
  RulesPreview,
  ScoredDays,
  ScorePublisher,
} from '../../src/scoring/index.js';
import {
  type CallRecordEntity,
  ChangedPhoneUserDayEntity,
  type ConnectionEntity,
  DayScoreEntity,
  EmployeeEntity,
  MappingEntity,
  openOrm,
  type PhoneSystemOrm,
} from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { dayOf, daysTouched } from '../../src/support/days.js';
import { aCall, aConnection } from './stored-rows.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { boundsBook } from './stage.js';

/** Scoring on a database of its own, with a host whose terms and sink a test sets. */
export class ScoringHouse {
  terms: TenantTerms = {
    domains: ['acme.example'],
    phoneSystemLicence: true,
    timeZone: 'America/New_York',
    region: 'US',
    workShift: null,
  };
  readonly sink = new RecordingSink();
  readonly tenants: TenantDatabase;
  readonly book: TenantTermsBook;
  readonly scorer: DayScorer;
  readonly publisher: ScorePublisher;
  readonly days: ScoredDays;
  readonly people: PeopleDays;
  readonly exclusions: Exclusions;
  readonly rules: RulesBook;
  readonly preview: RulesPreview;

  private constructor(
    private readonly database: TestDatabase,
    private readonly orm: PhoneSystemOrm,
  ) {
    this.tenants = new TenantDatabase(orm);
    this.book = new TenantTermsBook({ termsOf: () => Promise.resolve(this.terms) }, this.tenants, boundsBook);
    const { book } = this;
    this.scorer = new DayScorer(this.tenants, book);
    this.publisher = new ScorePublisher(this.tenants, this.sink);
    this.days = new ScoredDays(this.tenants, book, { longestCallHours: 24 });
    this.people = new PeopleDays(this.tenants, book, { longestCallHours: 24 });
    this.exclusions = new Exclusions(this.tenants, book);
    this.rules = new RulesBook(this.tenants, book);
    this.preview = new RulesPreview(this.tenants, book);
  }

  static async open(): Promise<ScoringHouse> {
    const database = await createTestDatabase();
    const orm = await openOrm(database.location);
    await migrate(orm);
    return new ScoringHouse(database, orm);
  }

  async close(): Promise<void> {
    await this.orm.close(true);
    await this.database.drop();
  }

  /** A tenant of its own, connected, with everything up to `completeUntil` fetched. */
  async tenant(completeUntil: string | null = null): Promise<ScoredTenant> {
    const connection = aConnection(randomUUID(), {
      historyFrom: new Date('2026-01-01T00:00:00Z'),
      completeUntil: completeUntil === null ? null : new Date(completeUntil),
    });
    await this.tenants.of(connection.tenantId).persist(connection).flush();
    return new ScoredTenant(this, connection);
  }
}

/** One tenant's rows, written as the steps before scoring write them. */
export class ScoredTenant {
  readonly id: string;

  constructor(
    private readonly house: ScoringHouse,
    readonly connection: ConnectionEntity,
  ) {
    this.id = connection.tenantId;
  }

  get em(): SqlEntityManager {
    return this.house.tenants.of(this.id);
  }

  async employee(id: string, name: string, more: Partial<EmployeeEntity> = {}): Promise<void> {
    const person = { tenantId: this.id, id, name, emails: [], phones: [], managerId: null, active: true, ...more };
    await this.em.insert(EmployeeEntity, person);
  }

  async map(
    employeeId: string,
    phoneUserId: string,
    {
      fromDay = null,
      untilDay = null,
      connectionId = this.connection.id,
    }: Partial<Pick<MappingEntity, 'fromDay' | 'untilDay' | 'connectionId'>> = {},
  ): Promise<void> {
    const { id: tenantId } = this;
    const row = { id: randomUUID(), tenantId, connectionId, employeeId, phoneUserId, fromDay, untilDay };
    await this.em.insert(MappingEntity, { ...row, source: 'manual', matchedOn: null });
  }

  /** Stores a call and marks its days. */
  async call(
    phoneUserId: string,
    startedAt: string,
    endedAt: string,
    more: Partial<CallRecordEntity> = {},
  ): Promise<CallRecordEntity> {
    const call = Object.assign(aCall(this.connection, phoneUserId, startedAt, endedAt), more);
    await this.house.tenants.transaction(this.id, (em) => this.writeCall(em, call));
    return call;
  }

  /** What the writer of calls does, in a transaction that the test holds. */
  async writeCall(em: SqlEntityManager, call: CallRecordEntity): Promise<void> {
    const { timeZone } = this.house.terms;
    await em.upsert(call);
    const days = new Set([dayOf(call.startedAt, timeZone), ...daysTouched(call.startedAt, call.endedAt, timeZone)]);
    for (const day of days) await this.mark(em, call.userExternalId ?? '', day);
  }

  private async mark(em: SqlEntityManager, userExternalId: string, day: string): Promise<void> {
    await em.execute(
      `insert into phone_system.changed_phone_user_day as changed (connection_id, tenant_id, user_external_id, day, changes)
       values (?, ?, ?, ?, 1)
       on conflict (connection_id, user_external_id, day) do update set changes = changed.changes + 1`,
      [this.connection.id, this.id, userExternalId, day],
    );
  }

  async score(): Promise<number> {
    return await this.house.scorer.scoreChanged(this.id, new AbortController().signal);
  }

  async publish(): Promise<void> {
    await this.house.publisher.publish(this.id, new AbortController().signal);
  }

  async stored(employeeId: string, day: string): Promise<DayScoreEntity | null> {
    return await this.em.findOne(DayScoreEntity, { tenantId: this.id, employeeId, day });
  }

  async marks(): Promise<readonly string[]> {
    const rows = await this.em.find(ChangedPhoneUserDayEntity, {}, { orderBy: { userExternalId: 'asc', day: 'asc' } });
    return rows.map(({ userExternalId, day }) => `${userExternalId} ${day}`);
  }
}

/** Takes every score, or refuses while it is told to. */
export class RecordingSink implements ScoreSink {
  readonly batches: (readonly DayScore[])[] = [];
  refusal: Error | null = null;

  publish(scores: readonly DayScore[]): Promise<void> {
    if (this.refusal !== null) return Promise.reject(this.refusal);
    this.batches.push(scores);
    return Promise.resolve();
  }

  of(tenantId: string): readonly DayScore[] {
    return this.batches.flat().filter((score) => score.tenantId === tenantId);
  }
}
