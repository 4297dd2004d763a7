import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { People, TenantDatabase, TenantTermsBook } from '../../src/access/index.js';
import { writeCalls } from '../../src/calls/call-writer.js';
import type { Caller, CallRecord, TenantTerms } from '../../src/contract/index.js';
import { employeeOf, Mappings, markTenantDays, type Ownership, ownersOf } from '../../src/mapping/index.js';
import { TermsWatch } from '../../src/jobs/terms-watch.service.js';
import { Objections } from '../../src/privacy/index.js';
import type { RulesVersion } from '../../src/scoring/rules.js';
import { DayScorer, Exclusions, RulesBook } from '../../src/scoring/index.js';
import type { DayInput } from '../../src/scoring/score-day.js';
import {
  CallRecordEntity,
  type ConnectionEntity,
  DayScoreEntity,
  ObjectionEntity,
  type ObjectionStep,
  PhoneUserEntity,
} from '../../src/storage/index.js';
import { dayOf } from '../../src/support/days.js';
import { boundsBook, openStage, type Stage } from '../support/stage.js';
import { aConnection, aPhoneUser } from '../support/stored-rows.js';
import { law } from './law.js';
import { plainDay } from './plain-score.js';
import { callAround, daysAround, places, shift, versions } from './worlds.js';

type World = Omit<DayInput, 'day' | 'before'>;

const PEOPLE = ['ann', 'bob', 'cal'];
const LINES = ['1', '2', '3'];

/** What happens to a company, one after the other. */
type Event =
  | { readonly kind: 'calls'; readonly records: readonly CallRecord[] }
  | { readonly kind: 'map'; readonly employeeId: string; readonly line: string | null; readonly from: string }
  | { readonly kind: 'rules'; readonly version: RulesVersion }
  | { readonly kind: 'terms'; readonly terms: TenantTerms }
  | { readonly kind: 'exclude'; readonly externalId: string; readonly excluded: boolean }
  | { readonly kind: 'object'; readonly externalId: string }
  /** To the objection that waits longest. */
  | { readonly kind: 'answer'; readonly answer: 'accepted' | 'declined'; readonly step: ObjectionStep | null }
  | { readonly kind: 'score' }
  | { readonly kind: 'score, and be killed before it is kept' };

interface CompanyWorld {
  readonly days: readonly string[];
  readonly terms: TenantTerms;
  readonly events: readonly Event[];
}

const termsIn = (timeZone: string, workShift: TenantTerms['workShift'] = null): TenantTerms => ({
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone,
  region: 'US',
  workShift,
});

/** Records by ones and twos, some of them in an earlier version that arrives before or after the last. */
const arrivals = (noon: number): fc.Arbitrary<Event[]> =>
  fc
    .array(fc.tuple(callAround(noon), fc.constantFrom(...LINES), fc.boolean()), { minLength: 1, maxLength: 6 })
    .map((calls) =>
      calls.flatMap(([{ conversationId, ...call }, userExternalId, hasEarlier], index): CallRecord[] => {
        const record: CallRecord = {
          ...call,
          externalId: `${100 - index}`,
          relatedIds: [conversationId],
          userExternalId,
          viaNumber: null,
          group: null,
          transferred: false,
          recorded: false,
          labels: [],
          revision: 2,
        };
        return hasEarlier
          ? [record, { ...record, endedAt: new Date(+record.endedAt + 60_000), revision: 1 }]
          : [record];
      }),
    )
    .chain((records) => fc.shuffledSubarray(records, { minLength: records.length }))
    .chain((records) =>
      fc
        .array(fc.integer({ min: 1, max: 2 }), { minLength: records.length, maxLength: records.length })
        .map((sizes) => {
          const left = [...records];
          return sizes.flatMap((size): Event[] =>
            left.length === 0 ? [] : [{ kind: 'calls', records: left.splice(0, size) }],
          );
        }),
    );

/** Other zones or other shifts, each from a day on: not both, since what a shift is while zones change is no question here. */
const newTerms = (days: readonly string[], timeZone: string): fc.Arbitrary<Event[]> => {
  const zones = fc.constantFrom(timeZone, 'UTC', 'Asia/Kathmandu', 'Pacific/Pago_Pago').map((zone) => termsIn(zone));
  const shifts = fc.option(shift).map((workShift) => termsIn(timeZone, workShift));
  return fc.constantFrom(zones, shifts).chain((terms) =>
    fc.array(
      fc
        .tuple(terms, fc.constantFrom(...days))
        .map(([said, effectiveFrom]): Event => ({ kind: 'terms', terms: { ...said, effectiveFrom } })),
      { maxLength: 2 },
    ),
  );
};

const changes = (days: readonly string[], timeZone: string): fc.Arbitrary<Event[]> =>
  fc
    .tuple(
      fc.array(
        fc.record({
          kind: fc.constant('map' as const),
          employeeId: fc.constantFrom(...PEOPLE),
          line: fc.option(fc.constantFrom(...LINES), { freq: 4 }),
          from: fc.constantFrom('1970-01-01', ...days),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      versions(days).map((all) => all.map((version): Event => ({ kind: 'rules', version }))),
      fc.array(
        fc.record({
          kind: fc.constant('exclude' as const),
          externalId: fc.constantFrom('100', '99', '98'),
          excluded: fc.boolean(),
        }),
        { maxLength: 2 },
      ),
      fc.array(
        fc.oneof(
          fc.record({ kind: fc.constant('object' as const), externalId: fc.constantFrom('100', '99', '98') }),
          fc.record({
            kind: fc.constant('answer' as const),
            answer: fc.constantFrom('accepted' as const, 'accepted' as const, 'declined' as const),
            step: fc.constantFrom(null, null, 'exclude' as const, 'include' as const, 'look' as const),
          }),
        ),
        { maxLength: 6 },
      ),
      newTerms(days, timeZone),
      fc.array(fc.constantFrom<Event[]>({ kind: 'score' }, { kind: 'score, and be killed before it is kept' }), {
        maxLength: 3,
      }),
    )
    .map((kinds): Event[] => kinds.flat());

const companyWorld: fc.Arbitrary<CompanyWorld> = fc.constantFrom(...places).chain(([timeZone, day]) => {
  const noon = Date.parse(`${day}T00:00:00Z`);
  const days = daysAround(noon);
  return fc.record({
    days: fc.constant(days),
    terms: fc.constant(termsIn(timeZone)),
    events: fc
      .tuple(arrivals(noon), changes(days, timeZone))
      .map((all) => all.flat())
      .chain((events) => fc.shuffledSubarray(events, { minLength: events.length })),
  });
});

describe('laws of what is stored', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  law('whatever comes in whatever order, over however many rounds and crashes, ends the same', companyWorld, (world) =>
    Company.living(stage, world),
  );
});

/** A company to which things happen through the doors that they come through in the product. */
class Company {
  private readonly mappings: Mappings;
  private readonly rules: RulesBook;
  private readonly exclusions: Exclusions;
  private readonly book: TenantTermsBook;
  private readonly watch: TermsWatch;
  private readonly objections: Objections;
  /** Which calls were left out, decision by decision, and by which of them an objection. */
  private readonly leftOut = new Map<string, 'by hand' | 'by objection'>();
  /** Calls that an objection let count again last. */
  private readonly takenIn = new Set<string>();

  private constructor(
    private readonly tenants: TenantDatabase,
    private readonly erased: Stage['erased'],
    settings: Stage['settings'],
    private readonly connection: ConnectionEntity,
    private terms: TenantTerms,
  ) {
    const people = new People(
      {
        async *listEmployees() {
          await Promise.resolve();
          yield PEOPLE.map((id) => ({ id, name: id, emails: [], phones: [], managerId: null, active: true }));
        },
      },
      tenants,
      boundsBook,
    );
    this.book = new TenantTermsBook({ termsOf: () => Promise.resolve(this.terms) }, tenants, boundsBook);
    this.watch = new TermsWatch(tenants, this.book, settings);
    this.mappings = new Mappings(tenants, people, this.book);
    this.rules = new RulesBook(tenants, this.book);
    this.exclusions = new Exclusions(tenants, this.book);
    this.objections = new Objections(tenants, this.book, people);
  }

  /** Lives through a world, and is at its end what the plain computation says; scoring it all again changes nothing. */
  static async living({ tenants, erased, settings }: Stage, { terms, days, events }: CompanyWorld): Promise<void> {
    const connection = aConnection(randomUUID());
    const em = tenants.of(connection.tenantId);
    await em.persist(connection).flush();
    await em.insertMany(
      PhoneUserEntity,
      LINES.map((id) => aPhoneUser(connection, id)),
    );
    const company = new Company(tenants, erased, settings, connection, terms);
    await company.book.readAgain(connection.tenantId);
    for (const event of events) await company.meet(event);
    await company.score(tenants);
    const end = await company.scores();
    expect(end.map(({ revision: _any, ...row }) => row)).toEqual(await company.plainScores(days));

    const zones = await company.book.last(connection.tenantId);
    await tenants.transaction(connection.tenantId, async (inside) => {
      await markTenantDays(inside, connection.tenantId, [zones]);
    });
    await company.score(tenants);
    expect(await company.scores()).toEqual(end);
  }

  private async meet(event: Event): Promise<void> {
    const { tenantId } = this.connection;
    const caller = { tenantId, employeeId: 'ann', role: 'admin' as const };
    switch (event.kind) {
      case 'calls':
        await this.tenants.transaction(tenantId, (em) =>
          writeCalls(
            em,
            { connection: this.connection, timeZone: this.terms.timeZone, erased: this.erased, toldBy: 'event' },
            event.records,
          ),
        );
        return;
      case 'map':
        await this.mappings.choose(caller, this.connection, event.employeeId, {
          phoneUserId: event.line,
          from: event.from,
        });
        return;
      case 'rules':
        await this.rules.save(caller, event.version);
        return;
      case 'terms':
        this.terms = event.terms;
        await this.watch.note(tenantId);
        return;
      case 'exclude': {
        const record = await this.em.findOne(CallRecordEntity, { externalId: event.externalId });
        if (record === null) return;
        await this.exclusions.set(caller, record.id, { excluded: event.excluded, note: '' });
        if (event.excluded) this.leftOut.set(record.id, 'by hand');
        else this.leftOut.delete(record.id);
        return;
      }
      case 'object': {
        const record = await this.em.findOne(CallRecordEntity, { externalId: event.externalId });
        const { id: callId = null } = record ?? {};
        const open = await this.em.findOne(ObjectionEntity, { callId, answeredAt: null });
        if (callId === null || open !== null) return;
        const objection = { id: randomUUID(), tenantId, employeeId: 'bob', day: '2026-11-20', callId, text: 'No' };
        await this.em.insert(ObjectionEntity, { ...objection, objectedAt: new Date() });
        return;
      }
      case 'answer': {
        const [open] = await this.em.find(ObjectionEntity, { answeredAt: null }, { orderBy: { objectedAt: 'asc' } });
        if (open !== undefined) await this.answer(caller, open, event);
        return;
      }
      case 'score':
        return await this.score(this.tenants);
      case 'score, and be killed before it is kept': {
        const killed = await this.score(new Killed(this.tenants)).then(() => false, isKill);
        // Where all that waited was nobody's, nothing was to be kept.
        if (!killed) expect(await new DayScorer(this.tenants, this.book).waiting(tenantId)).toBe(0);
        return;
      }
    }
  }

  private async answer(
    caller: Caller,
    { id, callId }: ObjectionEntity,
    { answer, step }: Extract<Event, { kind: 'answer' }>,
  ): Promise<void> {
    if (callId === null) return;
    const wanted = step ?? (this.leftOut.has(callId) ? 'include' : 'exclude');
    const changesNothing = wanted === (this.leftOut.has(callId) ? 'exclude' : 'include');
    const given = this.objections.answer(caller, id, { answer, step, text: 'Said' });
    if (answer === 'accepted' && changesNothing)
      return await expect(given).rejects.toMatchObject({ code: 'already_so' });
    await given;
    if (answer === 'declined' || wanted === 'look') return;
    this.takenIn.delete(callId);
    if (wanted === 'exclude') this.leftOut.set(callId, 'by objection');
    else this.takenIn.add(callId);
    if (wanted === 'include') this.leftOut.delete(callId);
  }

  private get em() {
    return this.tenants.of(this.connection.tenantId);
  }

  private async score(tenants: TenantDatabase): Promise<void> {
    const scorer = new DayScorer(tenants, this.book);
    const { tenantId } = this.connection;
    // A day that changes may mark later ones.
    do await scorer.scoreChanged(tenantId, new AbortController().signal);
    while ((await scorer.waiting(tenantId)) > 0);
  }

  /** The stored days that list anything, or that say how much they had before. */
  private async scores() {
    const rows = await this.em.find(DayScoreEntity, {}, { orderBy: { employeeId: 'asc', day: 'asc' } });
    return rows
      .filter(({ inputs }) => inputs.length > 0)
      .map(({ employeeId, day, score, inputs, because, revision }) => ({
        who: `${employeeId} ${day}`,
        score,
        listed: inputs.map(({ callId }) => callId).sort(),
        objected: because.flatMap(({ rule, callIds }) => (rule === 'objection' ? callIds : [])).sort(),
        revision,
      }));
  }

  private async plainScores(days: readonly string[]) {
    const world = await this.world();
    const owners = await ownersOf(this.em, this.connection.tenantId);
    return PEOPLE.flatMap((employeeId) =>
      days.flatMap((day) => {
        const records = world.records.filter((call) => this.isTheirs(owners, call.phoneUserId, employeeId, day));
        const before = world.records.filter(({ phoneUserId, connectedAt, startedAt }) =>
          this.isTheirs(owners, phoneUserId, employeeId, dayOf(connectedAt ?? startedAt, world.timeZone)),
        );
        const { score, listed } = plainDay({ ...world, employeeId, records, before }, day);
        const objected = listed.filter((callId) =>
          this.leftOut.has(callId) ? this.leftOut.get(callId) === 'by objection' : this.takenIn.has(callId),
        );
        return listed.length === 0 ? [] : [{ who: `${employeeId} ${day}`, score, listed, objected }];
      }),
    );
  }

  private isTheirs(owners: readonly Ownership[], phoneUserId: string, employeeId: string, day: string): boolean {
    return employeeOf(owners, { connectionId: this.connection.id, phoneUserId }, day) === employeeId;
  }

  /** Everything as it is stored at the end, read as plainly as can be. */
  private async world() {
    const { timeZone, workShift, past = [] } = await this.book.last(this.connection.tenantId);
    const { em } = this;
    const rows = await em.find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } });
    const { versions: rulesVersions } = await this.rules.current(this.connection.tenantId);
    return {
      timeZone,
      workShift,
      past,
      rulesVersions,
      exclusions: [...this.leftOut.keys()].map((callId) => ({ callId, by: null, at: new Date(0), note: null })),
      records: rows.map((row) => ({
        ...row,
        callId: row.id,
        phoneUserId: row.userExternalId ?? '',
        counterparty: { number: null, name: null, internal: row.internal },
      })),
    } satisfies Omit<World, 'employeeId'>;
  }
}

const isKill = (error: unknown): boolean => {
  if (error instanceof Error && error.message === 'killed') return true;
  throw error;
};

/** A database whose host is killed whenever it was about to keep something. */
class Killed extends TenantDatabase {
  constructor(private readonly real: TenantDatabase) {
    super(undefined as never);
  }

  override of(tenantId: string) {
    return this.real.of(tenantId);
  }

  override acrossTenants() {
    return this.real.acrossTenants();
  }

  override async transaction<T>(
    tenantId: string,
    work: Parameters<typeof TenantDatabase.prototype.transaction<T>>[1],
  ): Promise<T> {
    return await this.real.transaction(tenantId, async (em) => {
      await work(em);
      throw new Error('killed');
    });
  }
}
