import { failureOf } from '../../connection/requests/classify-answer.js';
import { readAnswer } from '../../connection/requests/read-answer.js';
import { toldFailure } from '../../connection/requests/told-failure.js';
import {
  type CallDetail,
  type CallPage,
  type CallRecord,
  type CallStub,
  type KnownPhoneUsers,
  type NamedCall,
  type Page,
  type PhoneSystemProvider,
  type PhoneUser,
  ProviderError,
  type ProviderRequest,
  type ProviderSession,
  type TimeWindow,
} from '../../contract/index.js';
import { AFTERWARDS, type Plan, WHOLE, fitted, worldAt } from './plan.js';
import type { ConformanceSubject, ConformanceVendor, VendorReply, VendorRequest } from './vendor.js';
import type { Without } from './without.js';
import type { World } from './world.js';

/** One request that the provider made, and the limit that the vendor counted it against. */
export interface SeenRequest extends VendorRequest {
  readonly budgets: readonly string[];
  /** Undefined where the vendor under test does not say. */
  readonly limits: readonly string[] | undefined;
  readonly ignored: readonly string[];
}

/** What a walk brought. */
export interface Walked<T, P extends Page<T> = Page<T>> {
  readonly pages: readonly P[];
  readonly items: readonly T[];
  readonly rejected: NonNullable<Page<T>['rejected']>;
}

/** A provider and its vendor in one world: a clock, a session, and everything that was asked. */
export class Stage {
  readonly provider: PhoneSystemProvider;
  readonly vendor: ConformanceVendor;
  plan: Plan;
  /** What reached the vendor, in order. */
  readonly requests: SeenRequest[] = [];
  /** What the provider tried to send, whether it reached the vendor or not. */
  attempts = 0;
  now = AFTERWARDS;
  tokensLapsed = false;
  /** Answers in the vendor's place, where it is set and answers. */
  instead: (request: VendorRequest) => VendorReply | undefined = () => undefined;
  /** Called when a request has reached the vendor, before it answers. */
  onRequest: () => void = () => undefined;

  readonly #abort = new AbortController();
  readonly session: ProviderSession;
  /** Who is in the directory, as it was read before: asking costs the vendor nothing. */
  readonly phoneUsers: KnownPhoneUsers;

  constructor(
    { provider, vendor }: ConformanceSubject,
    plan: Plan,
    private readonly without: Without,
  ) {
    this.provider = provider;
    this.vendor = vendor;
    this.plan = fitted(plan, without);
    this.session = {
      signal: this.#abort.signal,
      send: (request) => this.send(request, 'now'),
    };
    let known: Promise<readonly PhoneUser[]> | undefined;
    const earlier = { ...this.session, send: <T>(request: ProviderRequest<T>) => this.send(request, 'earlier') };
    this.phoneUsers = () => (known ??= walked<PhoneUser>(provider.listUsers(earlier)).then(({ items }) => items));
  }

  /** The world becomes another one. */
  become(plan: Plan): void {
    this.plan = fitted(plan, this.without);
  }

  get world(): World {
    return worldAt(this.plan, this.now, this.tokensLapsed);
  }

  abort(): void {
    this.#abort.abort(new Error('The work is no longer wanted.'));
  }

  /**
   * Every call that began in a span of any length, window by window as the provider's descriptor allows. What is only
   * announced is read.
   */
  async calls(span: TimeWindow = WHOLE): Promise<Walked<CallRecord>> {
    const listed = await this.listed(span);
    const read: CallDetail[] = [];
    for (const stub of announcedIn(listed)) read.push(await this.call(stub));
    return joined([
      listed,
      ...read.map(({ items, rejected = [] }): Walked<CallRecord> => ({ pages: [], items, rejected })),
    ]);
  }

  /** All that there is of one call. */
  async call(call: NamedCall): Promise<CallDetail> {
    const { details } = this.provider;
    if (details === undefined) throw new Error('A call is announced, and the provider has no details to read it by.');
    return this.byLegs(await details.readCall(this.session, call, this.phoneUsers));
  }

  /** The pages of a span as they are listed. */
  async listed(span: TimeWindow = WHOLE): Promise<Walked<CallRecord, CallPage>> {
    const longest = this.provider.descriptor.listing.maxWindowMs ?? Infinity;
    const walks: Walked<CallRecord, CallPage>[] = [];
    for (let from = span.from.getTime(); from < span.to.getTime(); from += longest) {
      const to = new Date(Math.min(span.to.getTime(), from + longest));
      walks.push(
        await walked<CallRecord, CallPage>(
          this.provider.listCalls(this.session, { from: new Date(from), to }, this.phoneUsers),
        ),
      );
    }
    return this.byLegs(joined(walks));
  }

  /** Laws know a record by its leg, whatever the vendor calls it. */
  private byLegs<Found extends { readonly items: readonly CallRecord[] }>(found: Found): Found {
    const { recordId } = this.vendor;
    if (recordId === undefined) return found;
    const legs = new Map(
      this.plan.calls.flatMap((call) =>
        call.legs.map((leg) => [recordId.call(this.vendor, leg, call), leg.id] as const),
      ),
    );
    const items = found.items.map((record) => ({
      ...record,
      externalId: legs.get(record.externalId) ?? record.externalId,
    }));
    return { ...found, items };
  }

  async users(): Promise<Walked<PhoneUser>> {
    return await walked(this.provider.listUsers(this.session));
  }

  /** As the platform's own sessions do, without a network, waits and tokens. */
  private async send<T>(request: ProviderRequest<T>, when: 'now' | 'earlier'): Promise<T> {
    const isSeen = when === 'now';
    if (isSeen) this.attempts += 1;
    const { signal } = this.#abort;
    signal.throwIfAborted();
    const url = new URL(request.path, 'https://vendor.invalid');
    if (!request.path.startsWith('/') || url.origin !== 'https://vendor.invalid') {
      throw new ProviderError({ kind: 'misconfigured', what: 'path' }, 'A request would have left the phone system.');
    }
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const asked: VendorRequest = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: request.body === undefined ? undefined : (JSON.parse(JSON.stringify(request.body)) as unknown),
    };
    const {
      status = 200,
      headers = {},
      body,
      limit,
      ignored = [],
    } = (isSeen ? this.instead(asked) : undefined) ?? this.vendor.answer(asked, this.world);
    if (isSeen) {
      const limits = limit === undefined ? undefined : [limit].flat();
      this.requests.push({ ...asked, budgets: [request.budget].flat(), limits, ignored });
      this.onRequest();
    }
    // An answer takes its time, and may come too late.
    await Promise.resolve();
    signal.throwIfAborted();
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    const answer = { status, headers: new Headers(headers), text };
    const told = { from: 'api', path: asked.path, query: asked.query } as const;
    const failure = toldFailure(this.provider, told, answer, new Date()) ?? failureOf(answer, new Date());
    if (failure !== null) throw failure;
    return readAnswer(request, answer);
  }
}

/** What a list announced, once each. */
export const announcedIn = ({ pages }: Walked<CallRecord, CallPage>): readonly CallStub[] => [
  ...new Map(pages.flatMap(({ announced = [] }) => announced.map((stub) => [stub.externalId, stub]))).values(),
];

/** Walks a listing to its end. */
export async function walked<T, P extends Page<T> = Page<T>>(pages: AsyncIterable<P>): Promise<Walked<T, P>> {
  const all: P[] = [];
  for await (const page of pages) all.push(page);
  return joined([
    { pages: all, items: all.flatMap(({ items }) => items), rejected: all.flatMap((page) => page.rejected ?? []) },
  ]);
}

const joined = <T, P extends Page<T>>(walks: readonly Walked<T, P>[]): Walked<T, P> => ({
  pages: walks.flatMap(({ pages }) => pages),
  items: walks.flatMap(({ items }) => items),
  rejected: walks.flatMap(({ rejected }) => rejected),
});
