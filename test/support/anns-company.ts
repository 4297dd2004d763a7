import { randomUUID } from 'node:crypto';
import { AuditTrail, knownMentions, People, TenantTermsBook } from '../../src/access/index.js';
import { writeCalls } from '../../src/calls/call-writer.js';
import { takePlace } from '../../src/connection/index.js';
import type { CallRecord, Caller, Employee, PhoneSystemProvider, ProviderSession } from '../../src/contract/index.js';
import { PhoneUsers } from '../../src/directory/index.js';
import { Mappings } from '../../src/mapping/index.js';
import { PersonalData, PersonEraser } from '../../src/privacy/index.js';
import { DayScorer, Exclusions, ScoredDays } from '../../src/scoring/index.js';
import { CallRecordEntity, type ConnectionEntity } from '../../src/storage/index.js';
import { aRecord } from './call-records.js';
import { anEmployee, aUser, everythingStoredOf, TERMS } from './erasing-house.js';
import type { Stage } from './stage.js';
import { aConnection } from './stored-rows.js';
import { boundsBook } from './stage.js';

export const DAY = '2026-11-20';
export const at = (clock: string): Date => new Date(`${DAY}T${clock}:00Z`);

const onThatDay = (from: string, to: string): Pick<CallRecord, 'startedAt' | 'connectedAt' | 'endedAt'> => ({
  startedAt: at(from),
  connectedAt: at(from),
  endedAt: at(to),
});

/** A company on a day: Ann and Bob are matched, have called each other and others, and all of it is fetched and scored. */
export class AnnsCompany {
  connection: ConnectionEntity;
  /** What the vendor tells from the next round on. */
  told: CallRecord[];
  /** Whether the vendor and the host still know her. */
  annIsListed = true;
  annsEmails = ['ann@acme.example'];
  /** Who else works there. */
  others: readonly Employee[] = [];
  annsEntry: readonly [name: string, e164: string] = ['Ann Lee (Sales)', '+14155550171'];
  readonly boss: Caller;
  readonly people: People;
  readonly trail: AuditTrail;
  readonly eraser: PersonEraser;
  readonly mappings: Mappings;
  readonly days: ScoredDays;
  readonly scorer: DayScorer;
  readonly exclusions: Exclusions;
  readonly data: PersonalData;
  private readonly phoneUsers: PhoneUsers;

  private constructor(private readonly stage: Stage) {
    const { tenants, erased } = stage;
    this.connection = aConnection(randomUUID(), { providerKey: 'dialpad', historyFrom: at('00:00') });
    this.boss = { tenantId: this.connection.tenantId, employeeId: 'boss', role: 'admin' };
    const terms = new TenantTermsBook(
      { termsOf: () => Promise.resolve({ ...TERMS, domains: [] }) },
      tenants,
      boundsBook,
    );
    const listed = () => [
      anEmployee('boss', 'Bo Ross'),
      ...(this.annIsListed
        ? [anEmployee('ann', 'Ann Lee', { phones: ['(415) 555-0199'], emails: this.annsEmails })]
        : []),
      anEmployee('bob', 'Bob Park'),
      ...this.others,
    ];
    const directory = {
      async *listEmployees() {
        yield await Promise.resolve(listed());
      },
    };
    this.people = new People(directory, tenants, boundsBook);
    this.trail = new AuditTrail(tenants);
    this.eraser = new PersonEraser(tenants, terms, this.people, erased);
    this.mappings = new Mappings(tenants, this.people, terms);
    this.days = new ScoredDays(tenants, terms, { longestCallHours: 24 });
    this.scorer = new DayScorer(tenants, terms);
    this.exclusions = new Exclusions(tenants, terms);
    this.data = new PersonalData(tenants, terms, this.people, this.trail);
    this.phoneUsers = new PhoneUsers(tenants, erased);
    this.told = [
      aRecord('ann-1', { userExternalId: 'u-ann', ...onThatDay('09:00', '09:10') }),
      aRecord('bob-1', {
        userExternalId: 'u-bob',
        ...onThatDay('09:00', '09:10'),
        counterparty: { number: '+14155550171', name: 'Ann  LEE', internal: true },
        relatedIds: ['ann-1'],
      }),
      aRecord('bob-2', {
        userExternalId: 'u-bob',
        ...onThatDay('09:05', '09:15'),
        counterparty: { number: '+14155550199', name: 'Annie at home', internal: false },
      }),
      aRecord('bob-3', { userExternalId: 'u-bob', ...onThatDay('10:00', '10:01') }),
    ];
  }

  static async open(stage: Stage): Promise<AnnsCompany> {
    const company = new AnnsCompany(stage);
    const { boss, connection } = company;
    await stage.tenants.of(boss.tenantId).persist(connection).flush();
    await company.readDirectory();
    await company.people.refresh(boss.tenantId);
    await company.mappings.matchAgain(connection);
    await company.fetched();
    return company;
  }

  /** What a round brings: the directory, the matching, the calls, the scores. */
  async fetched(): Promise<void> {
    const { connection, boss, stage } = this;
    await this.readDirectory();
    await this.mappings.matchAgain(connection);
    const named = knownMentions(
      this.phoneUsers.erasedListed(connection),
      this.people.erasedListed(boss.tenantId),
      TERMS.region,
    );
    expect(named).not.toBeNull();
    const context = { connection, timeZone: TERMS.timeZone, erased: stage.erased, toldBy: 'list' as const };
    await stage.tenants.transaction(boss.tenantId, (em) => writeCalls(em, { ...context, mentions: named! }, this.told));
    await this.scorer.scoreChanged(boss.tenantId, new AbortController().signal);
  }

  /** Every text of every table of the tenant. */
  async everythingStored(): Promise<string> {
    return await everythingStoredOf(this.stage.tenants.of(this.boss.tenantId), this.boss.tenantId);
  }

  async calls(): Promise<CallRecordEntity[]> {
    return await this.stage.tenants
      .of(this.boss.tenantId)
      .find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } });
  }

  private async readDirectory(): Promise<void> {
    const user = (externalId: string, displayName: string, e164: string, email: string) =>
      aUser(externalId, displayName, { emails: [email], numbers: [{ e164 }] });
    const items = [
      ...(this.annIsListed ? [user('u-ann', ...this.annsEntry, 'ann@acme.example')] : []),
      user('u-bob', 'Bob Park', '+14155550172', 'bob@acme.example'),
    ];
    const provider = {
      async *listUsers() {
        yield await Promise.resolve({ items });
      },
    } as Partial<PhoneSystemProvider> as PhoneSystemProvider;
    const place = await takePlace(this.stage.tenants, this.connection);
    if (place === null) throw new Error('The connection could not be taken.');
    await this.phoneUsers.refresh(place, provider, {} as ProviderSession);
  }
}
