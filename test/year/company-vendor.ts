import {
  type CallRecord,
  OVERALL_BUDGET,
  type Page,
  type PageToken,
  pageToken,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderDescriptor,
  ProviderError,
  type ProviderEvent,
  Secret,
  type TimeWindow,
  walk,
  type WebhookDelivery,
  type WebhookFacet,
} from '../../src/contract/index.js';
import { PhoneSystem } from '../../src/registry/index.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CALLS_A_PAGE = 50;
const USERS_A_PAGE = 100;
/** Work begins at 13:00 UTC and lasts for nine hours. */
const WORK_FROM = 13 * 60 * MINUTE;
const WORK_LASTS = 9 * 60 * MINUTE;

export interface CompanySize {
  readonly people: number;
  /** Of everybody together. They are spread evenly over the hours of work, and each lasts three minutes. */
  readonly callsADay: number;
}

/** A phone system with one company that makes the same calls each day. It answers in this process, without waiting. */
@PhoneSystem()
export class CompanyVendor implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = {
    key: 'company-phone',
    displayName: 'Company Phone',
    limitations: [],
    docsUrl: 'https://phone.example',
    environments: { production: { label: 'Production', baseUrl: 'https://phone.example' } },
    grant: {
      kind: 'code',
      authorizePath: '/authorize',
      tokenPath: '/token',
      scopes: [],
      pkce: true,
      clientAuth: 'body',
    },
    listing: { settleMs: MINUTE },
    budgets: { [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 } },
  };
  readonly client = { clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' };
  readonly webhooks: WebhookFacet | undefined;
  /** How often it was asked for something. */
  readonly asked = { account: 0, directory: 0, calls: 0 };
  /** Whether it is out of order. */
  isDown = false;

  constructor(
    private readonly size: CompanySize,
    { tells }: { readonly tells: boolean },
  ) {
    const subscription = { ids: { hook: '1' } };
    this.webhooks = tells
      ? {
          subscribe: () => Promise.resolve(subscription),
          unsubscribe: () => Promise.resolve(),
          open: (delivery) => Promise.resolve(eventsOf(delivery)),
        }
      : undefined;
  }

  identify(): Promise<ProviderAccount> {
    this.asked.account++;
    this.answer();
    return Promise.resolve({ externalId: '1', name: 'Acme', domains: ['acme.example'], readsAllCalls: true });
  }

  listUsers(): AsyncIterable<Page<PhoneUser>> {
    return walk((token) => {
      this.asked.directory++;
      this.answer();
      return Promise.resolve(pageOf(this.size.people, token, USERS_A_PAGE, lineOf));
    });
  }

  listCalls(_session: unknown, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    const listed = this.calls(window.from.getTime(), window.to.getTime()).filter(
      ({ endedAt }) => endedAt.getTime() <= Date.now(),
    );
    return walk((token) => {
      this.asked.calls++;
      this.answer();
      return Promise.resolve(pageOf(listed.length, token, CALLS_A_PAGE, (index) => listed[index] as CallRecord));
    });
  }

  /** The calls that began in a span, oldest first. */
  calls(from: number, to: number): readonly CallRecord[] {
    const calls: CallRecord[] = [];
    for (let day = Math.floor(from / DAY) * DAY; day < to; day += DAY) {
      for (let index = 0; index < this.size.callsADay; index++) {
        const startedAt = day + WORK_FROM + Math.floor((index * WORK_LASTS) / this.size.callsADay);
        if (startedAt >= from && startedAt < to) calls.push(callOf(startedAt, index, this.size.people));
      }
    }
    return calls;
  }

  private answer(): void {
    if (this.isDown) throw new ProviderError({ kind: 'tryLater' }, 'The phone system is out of order.');
  }
}

/** What such a vendor delivers when a call has ended. */
export const deliveryOf = (call: CallRecord): WebhookDelivery => ({
  headers: {},
  query: {},
  body: Buffer.from(JSON.stringify(call)),
});

function eventsOf({ body }: WebhookDelivery): readonly ProviderEvent[] {
  const call = JSON.parse(Buffer.from(body).toString('utf8')) as CallRecord;
  const instant = (value: Date | null): Date | null => (value === null ? null : new Date(value));
  return [
    {
      kind: 'callFinished',
      call: {
        ...call,
        startedAt: new Date(call.startedAt),
        connectedAt: instant(call.connectedAt),
        endedAt: new Date(call.endedAt),
      },
    },
  ];
}

function pageOf<T>(all: number, token: PageToken | undefined, size: number, itemAt: (index: number) => T): Page<T> {
  const from = Number(token ?? 0);
  const until = Math.min(all, from + size);
  const items = Array.from({ length: until - from }, (_, index) => itemAt(from + index));
  return { items, ...(until < all && { next: pageToken(String(until)) }) };
}

export const emailOf = (index: number): string => `person${index}@acme.example`;

const lineOf = (index: number): PhoneUser => ({
  externalId: `line${index}`,
  displayName: `Person ${index}`,
  emails: [emailOf(index)],
  numbers: [],
  status: 'active',
});

const callOf = (startedAt: number, index: number, people: number): CallRecord => ({
  externalId: `call-${startedAt}-${index}`,
  relatedIds: [`conversation-${startedAt}-${index}`],
  userExternalId: `line${index % people}`,
  direction: index % 2 === 0 ? 'inbound' : 'outbound',
  outcome: 'answered',
  startedAt: new Date(startedAt),
  connectedAt: new Date(startedAt + 5_000),
  endedAt: new Date(startedAt + 3 * MINUTE),
  counterparty: { number: '+14155550111', name: 'Customer', internal: false },
  viaNumber: null,
  group: null,
  transferred: false,
  recorded: false,
  labels: [],
  revision: startedAt,
});
