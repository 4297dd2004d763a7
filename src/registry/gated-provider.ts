import type {
  CallDetail,
  CallPage,
  DetailFacet,
  KnownPhoneUsers,
  NamedCall,
  Page,
  PhoneSystemProvider,
  PhoneUser,
  ProviderAccount,
  ProviderClient,
  ProviderDescriptor,
  ProviderSession,
  SharedWebhooks,
  TimeWindow,
  WebhookFacet,
} from '../contract/index.js';
import { checkedId, type Clocks } from './checked-fields.js';
import { checkedCallPage, checkedDetail } from './checked-details.js';
import { checkedPage } from './checked-page.js';
import { checkedAccount, checkedUser } from './checked-user.js';
import { gatedWebhooks } from './gated-webhooks.js';
import { ProviderFaults } from './provider-faults.js';

/** A session that knows the vendor's clock. */
interface DatedSession extends ProviderSession {
  readonly clock?: VendorTime;
}

interface VendorTime {
  /** Null where it is not known. */
  readonly now: number | null;
}

/**
 * A provider behind the gate: the one way from an installed phone system to what is stored. Whatever comes through can
 * be stored; what is no valid record is among the rejected, and its neighbours arrive. What a provider throws without
 * meaning to becomes a failure of kind `defect`, so that nothing ends in silence.
 */
export class GatedProvider implements Record<keyof PhoneSystemProvider, unknown> {
  readonly webhooks: WebhookFacet | SharedWebhooks | undefined;
  readonly details: DetailFacet | undefined;
  readonly listAnonymized: PhoneSystemProvider['listAnonymized'];
  readonly failureOf: PhoneSystemProvider['failureOf'];
  private readonly faults: ProviderFaults;
  /** As the last listing had it: a delivery comes without a session. */
  private vendorClock?: VendorTime | undefined;

  constructor(private readonly provider: PhoneSystemProvider) {
    this.faults = new ProviderFaults(provider);
    this.webhooks = provider.webhooks && gatedWebhooks(provider, provider.webhooks, this.faults, () => this.clocks());
    this.failureOf =
      provider.failureOf && ((refusal, now) => this.faults.told(() => provider.failureOf?.(refusal, now), now));
    const { listAnonymized: list } = provider;
    this.listAnonymized =
      list && ((session, window) => this.pages(session, (lent) => list.call(provider, lent, window), idsOn));
    const { details } = provider;
    this.details = details && { readCall: (session, call, people) => this.readCall(details, session, call, people) };
  }

  get descriptor(): ProviderDescriptor {
    return this.provider.descriptor;
  }

  get client(): ProviderClient | null {
    return this.provider.client;
  }

  async identify(session: ProviderSession): Promise<ProviderAccount> {
    try {
      return checkedAccount(await this.provider.identify(this.faults.lend(session)));
    } catch (error) {
      throw this.faults.of(error, session.signal);
    }
  }

  listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return this.pages(session, (lent) => this.provider.listUsers(lent), usersOn);
  }

  listCalls(session: DatedSession, window: TimeWindow, phoneUsers: KnownPhoneUsers): AsyncIterable<CallPage> {
    this.vendorClock = session.clock;
    const check = (page: unknown): CallPage => checkedCallPage(page, this.clocks(), this.details);
    return this.pages(session, (lent) => this.provider.listCalls(lent, window, this.known(phoneUsers)), check);
  }

  private async readCall(
    details: DetailFacet,
    session: DatedSession,
    call: NamedCall,
    phoneUsers: KnownPhoneUsers,
  ): Promise<CallDetail> {
    this.vendorClock = session.clock;
    try {
      const lent = this.faults.lend(session);
      return checkedDetail(await details.readCall(lent, call, this.known(phoneUsers)), call, this.clocks());
    } catch (error) {
      throw this.faults.of(error, session.signal);
    }
  }

  private known(phoneUsers: KnownPhoneUsers): KnownPhoneUsers {
    return () => this.faults.ours(phoneUsers);
  }

  private clocks(): Clocks {
    return { host: Date.now(), vendor: this.vendorClock?.now ?? null };
  }

  private async *pages<P>(
    session: ProviderSession,
    list: (session: ProviderSession) => AsyncIterable<unknown>,
    check: (page: unknown) => P,
  ): AsyncGenerator<P, void, undefined> {
    try {
      const listing = list(this.faults.lend(session));
      // One that is a promise by mistake must not fail where nobody hears it.
      Promise.resolve(listing as unknown).catch(() => undefined);
      for await (const page of listing) yield check(page);
    } catch (error) {
      throw this.faults.of(error, session.signal);
    }
  }
}

const usersOn = (page: unknown): Page<PhoneUser> => checkedPage(page, checkedUser);
const idsOn = (page: unknown): Page<string> => checkedPage(page, (id) => checkedId(id, 'The id'));
