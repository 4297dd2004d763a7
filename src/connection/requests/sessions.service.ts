import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  ProviderError,
  type PhoneSystemProvider,
  type ProviderClient,
  type ProviderRequest,
  type ProviderSession,
  type Secret,
} from '../../contract/index.js';
import { PhoneSystemMetrics } from '../../metrics/index.js';
import type { ConnectionEntity } from '../../storage/index.js';
import { EventLog } from '../../tracing/index.js';
import { authorizationOf } from '../tokens/authorization.js';
import { failureOf } from './classify-answer.js';
import { readAnswer } from './read-answer.js';
import type { Departure, SentRequest } from '../limits/account-requests.js';
import { RequestBudget } from '../limits/request-budget.service.js';
import { NotSent, whenSent } from '../limits/when-sent.js';
import { decideRetry, type RetryDecision } from './retry.js';
import { TokenVault } from '../tokens/token-vault.service.js';
import { toldFailure } from './told-failure.js';
import type { Tokens } from '../tokens/tokens.js';
import { VendorClock } from './vendor-clock.js';
import { askVendor } from './vendor-http.js';

/** Where a session's access token comes from. */
interface TokenSource {
  /** @param refused the token that the vendor no longer takes, where that is why one is asked for */
  access(signal: AbortSignal, refused?: Secret): Promise<Secret>;
}

/** A provider's session, and what the vendor's clock says meanwhile. */
export interface VendorSession extends ProviderSession {
  readonly clock: VendorClock;
}

/** A session on a grant that is not stored yet. */
export interface ProbeSession extends ProviderSession {
  /** The requests that left without having asked, because it is not known whose they are. */
  readonly sent: readonly SentRequest[];
}

/** Whose budgets requests are counted against; where that is not known yet, what has been sent so far. */
type Counted = string | SentRequest[];

/** Lends providers an authorised way to their vendor. */
@Injectable()
export class Sessions {
  private readonly log = new EventLog(Sessions.name);
  private readonly clocks = new Map<string, VendorClock>();

  constructor(
    private readonly vault: TokenVault,
    private readonly budget: RequestBudget,
    private readonly metrics: PhoneSystemMetrics,
  ) {}

  /**
   * A session on a stored connection: refreshes its tokens and keeps to the account's budgets.
   *
   * @param hold asked with each token in hand, before it is used: what it throws is thrown to who sends
   */
  open(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    signal: AbortSignal,
    hold?: () => Promise<void>,
  ): VendorSession {
    const { id, tenantId } = connection;
    const client = clientOf(provider);
    return this.session(provider, client, accountKey(provider, connection.accountExternalId), signal, {
      access: async (abort, refused) => {
        const token = await this.vault.access({ id, tenantId }, provider, client, abort, refused);
        await hold?.();
        return token;
      },
    });
  }

  /**
   * A session on a grant that is not stored yet: enough to ask whose account it opens.
   *
   * @param likely the account whose budgets are kept to; null where there is no guess
   */
  probe(tokens: Tokens, provider: PhoneSystemProvider, signal: AbortSignal, likely: string | null): ProbeSession {
    const sent: SentRequest[] = [];
    const account = likely === null ? sent : accountKey(provider, likely);
    const session = this.session(provider, clientOf(provider), account, signal, {
      access: (_abort, refused) =>
        refused === undefined
          ? Promise.resolve(tokens.access)
          : Promise.reject(
              new ProviderError(
                { kind: 'reconnect', reason: 'refused' },
                'The phone system refuses its own fresh token.',
              ),
            ),
    });
    return { ...session, sent };
  }

  /** Counts what a probe sent against the budgets of the account that it turned out to ask. */
  async charge(provider: PhoneSystemProvider, accountExternalId: string, { sent }: ProbeSession): Promise<void> {
    await this.budget.of(accountKey(provider, accountExternalId), provider.descriptor).charge(sent);
  }

  private session(
    provider: PhoneSystemProvider,
    client: ProviderClient,
    account: Counted,
    signal: AbortSignal,
    tokens: TokenSource,
  ): VendorSession {
    const { key } = provider.descriptor;
    const clock = this.clockOf(provider);
    return {
      signal,
      clock,
      send: async <T>(request: ProviderRequest<T>): Promise<T> => {
        const budgets = [request.budget].flat();
        let refused: Secret | undefined;
        for (let attempt = 0; ;) {
          const { token, sent, answered } = await this.departure(account, provider, budgets, signal, () =>
            tokens.access(signal, refused),
          );
          try {
            const ask = (until: AbortSignal): Promise<T> => sendOnce(request, provider, client, token, until, clock);
            const answer = await whenSent(sent, signal, ask).finally(answered);
            this.metrics.requested(key, 'ok');
            return answer;
          } catch (error) {
            if (error instanceof NotSent) continue;
            if (!(error instanceof ProviderError)) throw error;
            this.metrics.requested(key, error.failure.kind);
            attempt += 1;
            if (error.failure.kind === 'reconnect' && refused === undefined) {
              refused = token;
              continue;
            }
            refused = undefined;
            const decision = decideRetry(error.failure, attempt, new Date(), Math.random());
            await this.keepSilent(account, provider, budgets, decision, signal);
            if (!decision.again) throw error;
          }
        }
      },
    };
  }

  /** One for all sessions of a phone system. */
  private clockOf({ descriptor: { key, displayName } }: PhoneSystemProvider): VendorClock {
    const known = this.clocks.get(key);
    if (known !== undefined) return known;
    const clock = new VendorClock((isBelieved) => {
      const facts = { provider: key };
      if (isBelieved) {
        this.log.info('date-believed', `${displayName} dates its answers by a clock like this host's again.`, facts);
      } else {
        const sentence = `${displayName} dates its answers more than a day away from this host's clock, which is gone by instead: look whether this host's clock is right.`;
        this.log.warn('date-not-believed', sentence, facts);
      }
    });
    this.clocks.set(key, clock);
    return clock;
  }

  /** Resolves in the moment in which a request leaves, with its token. */
  private async departure(
    account: Counted,
    { descriptor }: PhoneSystemProvider,
    budgets: readonly string[],
    signal: AbortSignal,
    access: () => Promise<Secret>,
  ): Promise<Departure<Secret>> {
    if (typeof account !== 'string') {
      const token = await access();
      const answered = (): void => void account.push({ budgets, arrivedBy: performance.now() });
      return { token, sent: () => true, answered };
    }
    const askedAt = performance.now();
    const departure = await this.budget.of(account, descriptor).leave(budgets, signal, access);
    for (const budget of budgets) this.metrics.left(descriptor.key, budget, performance.now() - askedAt);
    return departure;
  }

  /**
   * What makes one request wait means its neighbours too, whichever copy of the host sends them: the wait is a silence of
   * their limits. Before it is known whose account is asked, nobody else waits.
   */
  private async keepSilent(
    account: Counted,
    { descriptor }: PhoneSystemProvider,
    budgets: readonly string[],
    { again, silenceMs }: RetryDecision,
    signal: AbortSignal,
  ): Promise<void> {
    if (typeof account !== 'string') {
      if (again) await sleep(silenceMs, undefined, { signal });
    } else if (silenceMs > 0) {
      await this.budget.of(account, descriptor).hush(budgets, silenceMs);
    }
  }
}

/** @throws ProviderError */
async function sendOnce<T>(
  request: ProviderRequest<T>,
  provider: PhoneSystemProvider,
  { baseUrl }: ProviderClient,
  token: Secret,
  signal: AbortSignal,
  clock: VendorClock,
): Promise<T> {
  const { method = 'GET', path, query = {}, body } = request;
  const url = new URL(path, baseUrl);
  if (!path.startsWith('/') || url.origin !== new URL(baseUrl).origin) {
    throw new ProviderError({ kind: 'misconfigured', what: 'path' }, 'A request would have left the phone system.');
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const answer = await askVendor({
    method,
    url,
    headers: {
      authorization: authorizationOf(provider.descriptor.grant, token),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });
  const asked = { from: 'api', path: url.pathname, query: Object.fromEntries(url.searchParams) } as const;
  const now = new Date();
  const failure = toldFailure(provider, asked, answer, now) ?? failureOf(answer, now);
  if (failure !== null) throw failure;
  clock.heard(answer.headers, answer.receivedAt);
  return readAnswer(request, answer);
}

/** @throws ProviderError of kind `misconfigured` */
export function clientOf({ client, descriptor }: PhoneSystemProvider): ProviderClient {
  if (client !== null) return client;
  throw new ProviderError(
    { kind: 'misconfigured', what: 'client' },
    `${descriptor.displayName} is not configured on this host: ask its operator for a client id and secret.`,
  );
}

const accountKey = ({ descriptor }: PhoneSystemProvider, externalId: string): string =>
  `${descriptor.key}:${externalId}`;
