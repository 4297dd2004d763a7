import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AuditTrail, People, TenantTermsBook } from '../../src/access/index.js';
import { Deliveries } from '../../src/calls/index.js';
import type {
  CallRecord,
  Caller,
  Employee,
  PhoneSystemProvider,
  PhoneUser,
  TenantTerms,
} from '../../src/contract/index.js';
import type { PhoneUsers } from '../../src/directory/index.js';
import { DeliverJob } from '../../src/jobs/deliver.job.js';
import type { FetchJob } from '../../src/jobs/fetch.job.js';
import { Mappings } from '../../src/mapping/index.js';
import { PersonEraser } from '../../src/privacy/index.js';
import { DayScorer, Exclusions, ScoredDays } from '../../src/scoring/index.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  FetchWindowEntity,
  WebhookDeliveryEntity,
} from '../../src/storage/index.js';
import { type DialpadDesk, openDialpadDesk } from './dialpad-desk.js';
import { aFetchJob } from './fetch-job.js';
import { boundsBook, openStage, type Stage } from './stage.js';

const NEVER = new AbortController().signal;

export const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'UTC',
  region: 'US',
  workShift: null,
};

export const anEmployee = (id: string, name: string, more: Partial<Employee> = {}): Employee => ({
  ...{ id, name, emails: [`${id}@acme.example`], phones: [], managerId: null, active: true },
  ...more,
});

export const aUser = (externalId: string, displayName: string, more: Partial<PhoneUser> = {}): PhoneUser => ({
  ...{ externalId, displayName, emails: [], numbers: [], status: 'active' },
  ...more,
});

export async function everythingStoredOf(em: SqlEntityManager, tenantId: string): Promise<string> {
  const tables = await em.execute<{ name: string }[]>(
    `select distinct table_name as name from information_schema.columns
     where table_schema = 'phone_system' and column_name = 'tenant_id'`,
  );
  const rows: unknown[] = [];
  for (const { name } of tables) {
    rows.push(await em.execute(`select * from phone_system."${name}" where tenant_id = ?`, [tenantId]));
  }
  return JSON.stringify(rows);
}

/** A stage for companies that erase: what their vendor and their host tell is scripted, everything else is real. */
export class ErasingHouse {
  private constructor(readonly stage: Stage) {}

  static async open(): Promise<ErasingHouse> {
    return new ErasingHouse(await openStage({ historyDays: 3, farEverySeconds: 3600 }));
  }

  async company(): Promise<ErasingCompany> {
    const desk = await openDialpadDesk(this.stage);
    desk.terms = () => TERMS;
    await desk.complete(desk.grant('dana@acme.example'));
    return new ErasingCompany(this.stage, desk, await desk.only());
  }

  async close(): Promise<void> {
    await this.stage.close();
  }
}

/** One tenant, whose vendor lists `users` and `calls` and whose host lists `employees`. */
export class ErasingCompany {
  users: PhoneUser[] = [];
  calls: CallRecord[] = [];
  /** Lists calls in place of `calls`, where the vendor only announces them. */
  announcing: Pick<PhoneSystemProvider, 'listCalls' | 'details'> | null = null;
  employees: Employee[] = [];
  /** What the tenant has agreed with its host. */
  agreed: TenantTerms = TERMS;
  /** Done once while the vendor lists calls, after it was decided what it answers. */
  whileListing: (() => Promise<void>) | null = null;
  readonly boss: Caller;
  readonly eraser: PersonEraser;
  readonly mappings: Mappings;
  readonly exclusions: Exclusions;
  readonly days: ScoredDays;
  readonly trail: AuditTrail;
  readonly people: People;
  readonly terms: TenantTermsBook;
  private readonly job: FetchJob;
  private readonly deliverJob: DeliverJob;

  constructor(
    readonly stage: Stage,
    private readonly desk: DialpadDesk,
    readonly connection: ConnectionEntity,
  ) {
    const { tenants, erased } = stage;
    this.boss = { tenantId: desk.tenantId, employeeId: 'boss', role: 'admin' };
    const listEmployees = async function* (this: ErasingCompany): AsyncGenerator<readonly Employee[]> {
      yield await Promise.resolve(this.employees);
    }.bind(this);
    this.terms = new TenantTermsBook({ termsOf: () => Promise.resolve(this.agreed) }, tenants, boundsBook);
    this.people = new People({ listEmployees }, tenants, boundsBook);
    this.eraser = new PersonEraser(tenants, this.terms, this.people, erased);
    this.mappings = new Mappings(tenants, this.people, this.terms);
    this.exclusions = new Exclusions(tenants, this.terms);
    this.days = new ScoredDays(tenants, this.terms, stage.settings);
    this.trail = new AuditTrail(tenants);
    this.job = aFetchJob(stage, desk, {
      installed: () => this.provider,
      employees: () => this.employees,
      terms: () => this.agreed,
    });
    const [queue, score] = [{ request: () => Promise.resolve() }, { name: 'score', backoff: { allows: () => false } }];
    this.deliverJob = new DeliverJob(
      tenants,
      queue as never,
      desk.connections,
      new Deliveries(tenants, erased),
      this.terms,
      // The same copy of the host fetches and delivers.
      Reflect.get(this.job, 'phoneUsers') as PhoneUsers,
      Reflect.get(this.job, 'people') as People,
      score as never,
    );
  }

  get em() {
    return this.stage.tenants.of(this.boss.tenantId);
  }

  /** A turn in which everything is due; of what rests as well. */
  async round(): Promise<void> {
    const due = { nextNearAt: null, nextFarAt: null, directoryReadAt: null };
    await this.em.nativeUpdate(ConnectionEntity, {}, due);
    await this.em.nativeUpdate(FetchWindowEntity, { doneAt: null }, { resumeAt: null });
    await this.job.work({ connectionId: this.connection.id }, NEVER, () => Promise.resolve(false));
  }

  /** As the vendor tells it while it happens. */
  async delivered(...calls: CallRecord[]): Promise<void> {
    const { tenantId, id: connectionId } = this.connection;
    const events = calls.map((call) => ({ kind: 'callFinished' as const, call }));
    const delivery = { id: randomUUID(), tenantId, connectionId, receivedAt: new Date(), events };
    await this.em.insert(WebhookDeliveryEntity, delivery);
  }

  async applied(): Promise<void> {
    await this.deliverJob.work({ connectionId: this.connection.id }, NEVER);
  }

  async scored(): Promise<void> {
    await new DayScorer(this.stage.tenants, this.terms).scoreChanged(this.boss.tenantId, NEVER);
  }

  async storedCalls(): Promise<CallRecordEntity[]> {
    return await this.em.find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } });
  }

  /** Every text of every table of the tenant. */
  async everythingStored(): Promise<string> {
    return await everythingStoredOf(this.em, this.boss.tenantId);
  }

  async close(): Promise<void> {
    await this.desk.close();
  }

  private get provider(): PhoneSystemProvider {
    const { announcing } = this;
    const listed = (from: Date, to: Date): CallRecord[] =>
      this.calls.filter(({ startedAt }) => startedAt >= from && startedAt < to);
    const users = (): PhoneUser[] => [...this.users];
    const meanwhile = async (): Promise<void> => {
      const work = this.whileListing;
      this.whileListing = null;
      await work?.();
    };
    return Object.assign(Object.create(this.desk.provider) as PhoneSystemProvider, {
      async *listUsers() {
        yield await Promise.resolve({ items: users() });
      },
      async *listCalls(_session: unknown, { from, to }: { from: Date; to: Date }) {
        const items = listed(from, to);
        if (items.length > 0) await meanwhile();
        yield { items };
      },
      ...(announcing && {
        listCalls: announcing.listCalls.bind(announcing),
        details: announcing.details,
      }),
    });
  }
}
