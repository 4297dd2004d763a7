import {
  type CallDetail,
  type CallPage,
  type CallRecord,
  type CallStub,
  type KnownPhoneUsers,
  type NamedCall,
  type Page,
  type PageToken,
  type PhoneUser,
  type ProviderAccount,
  ProviderError,
  type ProviderEvent,
  type ProviderFailure,
  type ProviderRequest,
  type ProviderSession,
  type Refusal,
  type TimeWindow,
  type WebhookDelivery,
  type StandingSubscription,
  type WebhookEndpoint,
  type WebhookReceipt,
  type WebhookReply,
  type WebhookSubscription,
  walk,
} from '../../src/contract/index.js';
import { AnnouncingPhone } from './announcing-phone.js';
import { ExamplePhone, type Wire, matches, signature } from './example-phone.js';
import { ConsentedPhone, KeyedPhone } from './granted-phones.js';
import { SharedPhone } from './shared-phone.js';

/** Phone systems that are each wrong in one way, and the one law that names it. */
export const WRONG_PHONES: readonly (readonly [law: string, wrong: string, make: () => ExamplePhone])[] = [
  [
    'descriptor',
    'asks for a scope without a reason',
    () =>
      new (class extends ExamplePhone {
        override readonly descriptor = {
          ...new ExamplePhone().descriptor,
          grant: { ...new ExamplePhone().descriptor.grant, scopes: [{ name: 'calls', why: '' }] },
        };
      })(),
  ],
  [
    'failure-kinds',
    'takes a refusal of the calls for an empty list',
    () =>
      new (class extends ExamplePhone {
        protected override callPage(session: ProviderSession, window: TimeWindow, token?: PageToken) {
          return super.callPage(session, window, token).catch((error: unknown) => {
            if (error instanceof ProviderError && error.failure.kind === 'forbidden') return { items: [] };
            throw error;
          });
        }
      })(),
  ],
  [
    'grant-code',
    'takes a dead grant for a moment’s trouble',
    () =>
      new (class extends ExamplePhone {
        override failureOf(refusal: Refusal): ProviderFailure | null {
          return refusal.from === 'tokens' ? { kind: 'tryLater' } : super.failureOf(refusal);
        }
      })(),
  ],
  [
    'grant-consent',
    'takes a withdrawn consent for a wrong secret of this host',
    () =>
      new (class extends ConsentedPhone {
        protected override isWithdrawn(): boolean {
          return false;
        }
      })(),
  ],
  [
    'grant-keys',
    'does not know what its vendor says of deleted keys',
    () =>
      new (class extends KeyedPhone {
        protected override areDeleted(): boolean {
          return false;
        }
      })(),
  ],
  [
    'budgets',
    'counts calls against another budget',
    () =>
      new (class extends ExamplePhone {
        protected override callBudget(): readonly string[] {
          return ['everything', 'day'];
        }
      })(),
  ],
  [
    'pools',
    'names the rhythm of calls, and not the day’s number',
    () =>
      new (class extends ExamplePhone {
        protected override callBudget(): string {
          return 'calls';
        }
      })(),
  ],
  [
    'pools',
    'draws its account from the day’s number, which the vendor does not',
    () =>
      new (class extends ExamplePhone {
        override async identify(session: ProviderSession): Promise<ProviderAccount> {
          const drawing: ProviderSession = {
            ...session,
            send: (request) => session.send({ ...request, budget: [...new Set([request.budget, 'day'].flat())] }),
          };
          return await super.identify(drawing);
        }
      })(),
  ],
  [
    'budgets',
    'asks the vendor past the session',
    () =>
      new (class extends ExamplePhone {
        override async identify(session: ProviderSession): Promise<ProviderAccount> {
          await fetch('https://phone.example/account').catch(() => undefined);
          return await super.identify(session);
        }
      })(),
  ],
  [
    'known-names',
    'misspells a parameter',
    () =>
      new (class extends ExamplePhone {
        protected override bounds(window: TimeWindow) {
          return { ...super.bounds(window), tokn: 1 };
        }
      })(),
  ],
  [
    'known-names',
    'sends a field that the vendor does not know',
    () =>
      new (class extends ExamplePhone {
        protected override async subscribe(session: ProviderSession, endpoint: WebhookEndpoint) {
          return await super.subscribe(
            Object.assign(Object.create(session) as ProviderSession, {
              send: <T>(request: ProviderRequest<T>) =>
                session.send({ ...request, body: { ...Object(request.body), retries: 3 } }),
            }),
            endpoint,
          );
        }
      })(),
  ],
  [
    'abort',
    'ends a listing quietly when it is aborted',
    () =>
      new (class extends ExamplePhone {
        protected override callPage(session: ProviderSession, window: TimeWindow, token?: PageToken) {
          return super.callPage(session, window, token).catch((error: unknown) => {
            if (session.signal.aborted) return { items: [] };
            throw error;
          });
        }
      })(),
  ],
  [
    'secrecy',
    'logs what it reads',
    () =>
      new (class extends ExamplePhone {
        override readPerson(wire: Wire): PhoneUser {
          console.debug(wire);
          return super.readPerson(wire);
        }
      })(),
  ],
  [
    'secrecy',
    'sends a key in the address',
    () =>
      new (class extends ExamplePhone {
        protected override bounds(window: TimeWindow) {
          return { ...super.bounds(window), api_key: 'key' };
        }
      })(),
  ],
  [
    'whose-account',
    'says that every grant reads every call',
    () =>
      new (class extends ExamplePhone {
        override async identify(session: ProviderSession): Promise<ProviderAccount> {
          const { id, name, domain } = await session.send({
            path: '/account',
            budget: 'everything',
            read: (json) => json as Readonly<Record<'id' | 'name' | 'domain', string>>,
          });
          if (id === undefined) throw new ProviderError({ kind: 'unreadable', where: 'account' }, 'No account.');
          return { externalId: id, name, domains: [domain], readsAllCalls: true };
        }
      })(),
  ],
  [
    'people-round-trip',
    'takes departed people for present ones',
    () =>
      new (class extends ExamplePhone {
        override readPerson(wire: Wire): PhoneUser {
          return { ...super.readPerson(wire), status: 'active' };
        }
      })(),
  ],
  [
    'calls-round-trip',
    'lets talk begin at the ring',
    () => reading((call) => ({ ...call, connectedAt: call.connectedAt && call.startedAt })),
  ],
  [
    'one-conversation',
    'leaves out the ids of the conversation',
    () => reading((call) => ({ ...call, relatedIds: [] })),
  ],
  [
    'wide-ids',
    'passes ids through a double',
    () => reading((call) => ({ ...call, externalId: String(Number(call.externalId)) })),
  ],
  [
    'emails-and-numbers',
    'leaves e-mails as they were typed',
    () =>
      new (class extends ExamplePhone {
        protected override readEmail(email: string): string {
          return email;
        }
      })(),
  ],
  [
    'nobodys-record',
    'takes a queue for a person',
    () =>
      new (class extends ExamplePhone {
        override readCall(wire: Wire): CallRecord {
          return { ...super.readCall(wire), userExternalId: String((wire['owner'] as Wire)['id']) };
        }
      })(),
  ],
  [
    'unreadable-record',
    'drops what it cannot read',
    () =>
      new (class extends ExamplePhone {
        protected override reject(): [] {
          return [];
        }
      })(),
  ],
  [
    'hostile-records',
    'writes names as parts of an address, and fails on half a character',
    () => changingPages((page) => (page.items.forEach(({ counterparty: { name } }) => encodeURI(name ?? '')), page)),
  ],
  [
    'hostile-records',
    'takes no record where one has a text that cannot be stored',
    () => changingPages((page) => (JSON.stringify(page.items).includes('\\u0000') ? { ...page, items: [] } : page)),
  ],
  [
    'window-edges',
    'leaves out the first instant of a window',
    () =>
      new (class extends ExamplePhone {
        protected override fits(wire: Wire, { from }: TimeWindow): boolean {
          return wire['started'] !== from.getTime();
        }
      })(),
  ],
  [
    'split-anywhere',
    'rounds windows to whole minutes',
    () =>
      new (class extends ExamplePhone {
        protected override bounds({ from, to }: TimeWindow) {
          const rounded = (date: Date): number => Math.floor(date.getTime() / 60_000) * 60_000;
          return { from: rounded(from), to: rounded(new Date(to.getTime() + 59_999)) };
        }
      })(),
  ],
  [
    'every-page',
    'stops at an empty page',
    () => changingPages(({ next, ...page }) => (page.items.length === 0 || !next ? page : { ...page, next })),
  ],
  [
    'refusals',
    'does not know when its vendor has shut the account',
    () =>
      new (class extends ExamplePhone {
        override failureOf(refusal: Refusal): ProviderFailure | null {
          const failure = super.failureOf(refusal);
          return failure?.kind === 'closed' ? null : failure;
        }
      })(),
  ],
  [
    'refusals',
    'expects an object in every refusal',
    () =>
      new (class extends ExamplePhone {
        override failureOf(refusal: Refusal): ProviderFailure | null {
          if (refusal.status !== 409) return super.failureOf(refusal);
          return (refusal.json as { readonly error: Wire }).error['code'] === 9 ? { kind: 'gone' } : null;
        }
      })(),
  ],
  [
    'lost-page-token',
    'takes a lost page token for the end of the list',
    () =>
      new (class extends ExamplePhone {
        override listCalls(session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
          return walk((token) =>
            this.callPage(session, window, token).catch((error: unknown) => {
              if (error instanceof ProviderError && error.failure.kind === 'restartListing') return { items: [] };
              throw error;
            }),
          );
        }
      })(),
  ],
  [
    'listing-twice',
    'orders versions by when it read them',
    () => {
      let readings = 0;
      return changingPages((page) => ({
        ...page,
        items: page.items.map((call) => ({ ...call, revision: call.revision + (readings += 1) })),
      }));
    },
  ],
  [
    'late-conclusions',
    'keeps a window as it was when it was first listed',
    () => {
      const kept = new Map<string, Promise<Page<CallRecord>>>();
      return new (class extends ExamplePhone {
        protected override callPage(session: ProviderSession, window: TimeWindow, token?: PageToken) {
          const place = JSON.stringify([window, token]);
          const page = kept.get(place) ?? super.callPage(session, window, token);
          kept.set(place, page);
          return page;
        }
      })();
    },
  ],
  [
    'moving-list',
    'stops when it has as many calls as the first page promised',
    () =>
      new (class extends ExamplePhone {
        override listCalls(session: ProviderSession, window: TimeWindow) {
          let left: number | undefined;
          const listening: ProviderSession = {
            ...session,
            send: (request) =>
              session.send({
                ...request,
                read: (json) => ((left ??= (json as { total: number }).total), request.read(json)),
              }),
          };
          return walk(async (token) => {
            const { next, ...page } = await this.callPage(listening, window, token);
            left = (left ?? 0) - page.items.length - (page.rejected?.length ?? 0);
            return left <= 0 || next === undefined ? page : { ...page, next };
          });
        }
      })(),
  ],
  [
    'call-read',
    'leaves out a part where it was not told the revision',
    () =>
      new (class extends AnnouncingPhone {
        protected override async readConversation(session: ProviderSession, call: NamedCall, known: KnownPhoneUsers) {
          const detail = await super.readConversation(session, call, known);
          return call.revision === undefined && detail.items.length > 1 ? { items: detail.items.slice(1) } : detail;
        }
      })(),
  ],
  [
    'call-unchanged',
    'counts its questions in the revision',
    () => {
      let asked = 0;
      return new (class extends AnnouncingPhone {
        protected override readStub(wire: Wire): CallStub {
          return { ...super.readStub(wire), revision: (wire['changed'] as number) + asked++ };
        }
      })();
    },
  ],
  [
    'call-unchanged',
    'reads another revision than the list tells',
    () =>
      new (class extends AnnouncingPhone {
        protected override async readConversation(session: ProviderSession, call: NamedCall, known: KnownPhoneUsers) {
          return { ...(await super.readConversation(session, call, known)), revision: 1 };
        }
      })(),
  ],
  [
    'call-shrinks',
    'keeps every part that it ever read',
    () => {
      const kept = new Map<string, CallRecord>();
      return new (class extends AnnouncingPhone {
        protected override async readConversation(session: ProviderSession, call: NamedCall, known: KnownPhoneUsers) {
          const detail = await super.readConversation(session, call, known);
          for (const item of detail.items) kept.set(item.externalId, item);
          const items = [...kept.values()].filter(({ relatedIds }) => relatedIds.includes(call.externalId));
          return { ...detail, items };
        }
      })();
    },
  ],
  [
    'call-shrinks',
    'takes the beginning of a call for its revision',
    () =>
      new (class extends AnnouncingPhone {
        protected override readStub(wire: Wire): CallStub {
          return { ...super.readStub(wire), revision: wire['started'] as number };
        }
      })(),
  ],
  [
    'call-gone',
    'takes a call that is gone for an empty one',
    () =>
      new (class extends AnnouncingPhone {
        protected override readConversation(
          session: ProviderSession,
          call: NamedCall,
          known: KnownPhoneUsers,
        ): Promise<CallDetail> {
          return super.readConversation(session, call, known).catch((error: unknown) => {
            if (error instanceof ProviderError && error.failure.kind === 'gone') return { items: [] };
            throw error;
          });
        }
      })(),
  ],
  [
    'directory-at-hand',
    'walks the directory for each page',
    () =>
      new (class extends AnnouncingPhone {
        protected override async stubPage(
          session: ProviderSession,
          window: TimeWindow,
          token?: string,
        ): Promise<CallPage> {
          const page = await super.stubPage(session, window, token);
          for await (const { items } of this.listUsers(session)) if (items.length === 0) break;
          return page;
        }
      })(),
  ],
  [
    'delivery-read',
    'leaves the line out of deliveries',
    () =>
      new (class extends ExamplePhone {
        protected override readEvent(wire: Wire): CallRecord {
          return { ...super.readEvent(wire), viaNumber: null };
        }
      })(),
  ],
  [
    'delivery-forged',
    'does not mind capitals in the secret',
    () =>
      new (class extends ExamplePhone {
        protected override isSigned(delivery: WebhookDelivery, secret: string): boolean {
          return super.isSigned(delivery, secret) || super.isSigned(delivery, secret.toUpperCase());
        }
      })(),
  ],
  [
    'delivery-altered',
    'believes a signature that it has seen before',
    () => {
      const seen = new Set<string | undefined>();
      return new (class extends ExamplePhone {
        protected override isSigned(delivery: WebhookDelivery, secret: string): boolean {
          const mark = delivery.headers['x-signature'];
          if (seen.has(mark)) return true;
          const isSigned = super.isSigned(delivery, secret);
          if (isSigned) seen.add(mark);
          return isSigned;
        }
      })();
    },
  ],
  [
    'delivery-other-algorithm',
    'lets the delivery choose how it is signed',
    () =>
      new (class extends ExamplePhone {
        protected override isSigned({ headers, body }: WebhookDelivery, secret: string): boolean {
          const [algorithm] = (headers['x-signature'] ?? 'sha256').split('=');
          return matches(headers['x-signature'], signature(body, secret, algorithm));
        }
      })(),
  ],
  [
    'delivery-replayed',
    'remembers deliveries',
    () => {
      const seen = new Set<string | undefined>();
      return new (class extends ExamplePhone {
        protected override async open(
          delivery: WebhookDelivery,
          secret: string,
          receipt: WebhookReceipt,
        ): Promise<readonly ProviderEvent[]> {
          const events = await super.open(delivery, secret, receipt);
          const mark = delivery.headers['x-signature'];
          if (seen.has(mark)) return [{ kind: 'ignored', why: 'It came before.' }];
          seen.add(mark);
          return events;
        }
      })();
    },
  ],
  [
    'sign-in-refused',
    'takes whoever comes back with an error for somebody who may not read the calls',
    () =>
      new (class extends ExamplePhone {
        override failureOf(refusal: Refusal): ProviderFailure | null {
          return refusal.from === 'sign-in' ? { kind: 'forbidden' } : super.failureOf(refusal);
        }
      })(),
  ],
  [
    'delivery-kept',
    'looks at its own clock',
    () =>
      new (class extends ExamplePhone {
        protected override isFresh(wire: Wire, receipt: WebhookReceipt): boolean {
          return super.isFresh(wire, { ...receipt, receivedAt: new Date() });
        }
      })(),
  ],
  [
    'delivery-strange',
    'believes whoever knows the secret',
    () =>
      new (class extends ExamplePhone {
        protected override isOurs(): boolean {
          return true;
        }
      })(),
  ],
  [
    'delivery-out-of-order',
    'believes whatever was told last',
    () =>
      new (class extends ExamplePhone {
        protected override readEvent(wire: Wire): CallRecord {
          return { ...super.readEvent(wire), revision: Number.MAX_SAFE_INTEGER };
        }
      })(),
  ],
  [
    'subscription-undone',
    'fails where its subscription is gone',
    () =>
      new (class extends ExamplePhone {
        protected override async removeHook(session: ProviderSession, hook: string): Promise<void> {
          await session.send({
            method: 'DELETE',
            path: `/hooks/${hook}`,
            budget: 'everything',
            read: () => undefined,
          });
        }
      })(),
  ],
  [
    'subscription-undone',
    'says that its subscription stands without a look',
    () =>
      new (class extends ExamplePhone {
        protected override stands(): Promise<boolean> {
          return Promise.resolve(true);
        }
      })(),
  ],
  [
    'subscription-lost',
    'goes by the ids alone',
    () =>
      new (class extends ExamplePhone {
        protected override deliversTo(): boolean {
          return false;
        }
      })(),
  ],
  [
    'subscription-lost',
    'takes whatever delivers to an address that begins like its own',
    () =>
      new (class extends ExamplePhone {
        protected override deliversTo(url: string, hook: Wire): boolean {
          return String(hook['url']).startsWith(url);
        }
      })(),
  ],
  [
    'subscription-renewed',
    'renews by subscribing again',
    () =>
      new (class extends ExamplePhone {
        protected override renew(
          session: ProviderSession,
          { url }: StandingSubscription,
        ): Promise<WebhookSubscription> {
          return this.subscribe(session, { url, secret: 'a secret' });
        }
      })(),
  ],
  [
    'subscription-renewed',
    'does not say until when it stands now',
    () =>
      new (class extends ExamplePhone {
        protected override async renew(
          session: ProviderSession,
          standing: StandingSubscription,
        ): Promise<WebhookSubscription> {
          return { ids: (await super.renew(session, standing)).ids };
        }
      })(),
  ],
  [
    'challenge-answered',
    'sends back a token in capitals',
    () =>
      new (class extends ExamplePhone {
        protected override answer(delivery: WebhookDelivery): WebhookReply | null {
          const reply = super.answer(delivery);
          return typeof reply?.body === 'string' ? { ...reply, body: reply.body.toUpperCase() } : reply;
        }
      })(),
  ],
  [
    'challenge-answered',
    'answers a question that it has not verified',
    () =>
      new (class extends SharedPhone {
        protected override answerSigned(delivery: WebhookDelivery, secret: string): WebhookReply | null {
          const headers = { 'x-signature': signature(delivery.body, secret) };
          return super.answerSigned({ ...delivery, headers }, secret);
        }
      })(),
  ],
  [
    'account-gone',
    'takes the end of an account for nothing that is needed',
    () =>
      new (class extends SharedPhone {
        protected override readRemoval(): readonly ProviderEvent[] {
          return [{ kind: 'ignored', why: 'It is about no call.' }];
        }
      })(),
  ],
  [
    'delivery-account',
    'names a person where the account is asked for',
    () =>
      new (class extends SharedPhone {
        protected override accountOf(delivery: WebhookDelivery): string | null {
          return super.accountOf(delivery) && 'Dana';
        }
      })(),
  ],
];

/** A phone system that reads calls, and then makes something else of them. */
const reading = (change: (call: CallRecord) => CallRecord): ExamplePhone =>
  new (class extends ExamplePhone {
    override readCall(wire: Wire): CallRecord {
      return change(super.readCall(wire));
    }
  })();

/** A phone system that lists calls, and then makes something else of each page. */
const changingPages = (change: (page: Page<CallRecord>) => Page<CallRecord>): ExamplePhone =>
  new (class extends ExamplePhone {
    protected override async callPage(session: ProviderSession, window: TimeWindow, token?: PageToken) {
      return change(await super.callPage(session, window, token));
    }
  })();
