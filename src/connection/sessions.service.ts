import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  OVERALL_BUDGET,
  ProviderError,
  type PhoneSystemProvider,
  type ProviderClient,
  type ProviderRequest,
  type ProviderSession,
  type Secret,
} from '../contract/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { EventLog } from '../tracing/index.js';
import { authorizationOf } from './authorization.js';
import { failureOf } from './classify-answer.js';
import { readAnswer } from './read-answer.js';
import { type HeldSlot, RequestBudget, queueMs, type SentRequest } from './request-budget.service.js';
import { decideRetry, LONGEST_WAIT_MS, type RetryDecision } from './retry.js';
import { TokenVault } from './token-vault.service.js';
import { toldFailure } from './told-failure.js';
import type { Tokens } from './tokens.js';
import { VendorClock } from './vendor-clock.js';
import { askVendor } from './vendor-http.js';
import { whenSent } from './when-sent.js';

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
  /** The requests that left without a slot. */
  readonly sent: readonly SentRequest[];
}

/** Whose budgets requests are counted against; where that is not known yet, what has been sent so far. */
type Counted = string | SentRequest[];

/** The longest time between asking for a slot and taking it, unless the database itself is slow. */
const USUAL_WAY_MS = 25;
/** With each slot that it missed, a request asks for one that lies this much further ahead. */
const AHEAD_MS = 50;
const MOST_AHEAD_MS = 1_000;
/** How long before its slot the token of a request is read. */
const TOKEN_READ_MS = 20;

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
    await this.budget.charge(accountKey(provider, accountExternalId), provider.descriptor, sent);
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
        let refused: Secret | undefined;
        for (let attempt = 1; ; attempt++) {
          const { token, sent, answered } = await this.departure(account, provider, request.budget, signal, () =>
            tokens.access(signal, refused),
          );
          try {
            const answer = await whenSent(sent, () =>
              sendOnce(request, provider, client, token, signal, clock),
            ).finally(answered);
            this.metrics.requested(key, 'ok');
            return answer;
          } catch (error) {
            if (!(error instanceof ProviderError)) throw error;
            this.metrics.requested(key, error.failure.kind);
            if (error.failure.kind === 'reconnect' && refused === undefined) {
              refused = token;
              continue;
            }
            refused = undefined;
            const decision = decideRetry(error.failure, attempt, new Date(), Math.random());
            await this.keepSilent(account, request.budget, decision, signal);
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
    provider: PhoneSystemProvider,
    budget: string,
    signal: AbortSignal,
    access: () => Promise<Secret>,
  ): Promise<{ readonly token: Secret; sent(this: void): void; answered(this: void): void }> {
    for (let lost = 0; ; lost++) {
      if (typeof account !== 'string') {
        const token = await access();
        const answered = (): void => void account.push({ budget, arrivedBy: performance.now() });
        return { token, sent: () => undefined, answered };
      }
      const aheadMs = Math.min(lost * AHEAD_MS, MOST_AHEAD_MS);
      const slot = await this.waitForSlot(account, provider, budget, signal, aheadMs);
      // Only now: a token that lives for seconds would run out while its request waits.
      const token = await access();
      const departure = await this.budget.leave(account, provider.descriptor, budget, slot);
      signal.throwIfAborted();
      if (departure !== null) return { token, sent: () => departure.sent(), answered: () => departure.answered() };
    }
  }

  /** @returns a slot that comes a little later than now, so that the token can be read */
  private async waitForSlot(
    account: string,
    provider: PhoneSystemProvider,
    budget: string,
    signal: AbortSignal,
    aheadMs: number,
  ): Promise<HeldSlot> {
    const { descriptor } = provider;
    signal.throwIfAborted();
    const askedAt = performance.now();
    const { waitMs, isWhole, senders } = await this.budget.take(account, descriptor, budget, aheadMs);
    // The database said so at some time since it was asked; a process that was busy reads it later.
    const slotAt = Math.min(performance.now(), askedAt + USUAL_WAY_MS) + waitMs;
    this.metrics.tookSlot(descriptor.key, budget, waitMs);
    if (waitMs > LONGEST_WAIT_MS + queueMs(descriptor, budget)) {
      throw new ProviderError(
        { kind: 'slowDown', until: new Date(Date.now() + waitMs) },
        'The phone system asked us to wait, and the wait is not over.',
      );
    }
    if (!isWhole) {
      await sleep(waitMs, undefined, { signal });
      const overall = await this.waitForSlot(account, provider, OVERALL_BUDGET, signal, aheadMs);
      return { ...overall, askedAt };
    }
    const restMs = waitMs - TOKEN_READ_MS - aheadMs;
    if (restMs > 0) await sleep(restMs, undefined, { signal });
    return { slotAt, askedAt, senders };
  }

  /**
   * What makes one request wait means its neighbours too, whichever copy of the host sends them: the wait is a silence of
   * their class, and the next slot lies after it. Before it is known whose account is asked, nobody else waits.
   */
  private async keepSilent(
    account: Counted,
    budget: string,
    { again, silenceMs }: RetryDecision,
    signal: AbortSignal,
  ): Promise<void> {
    if (typeof account !== 'string') {
      if (again) await sleep(silenceMs, undefined, { signal });
    } else if (silenceMs > 0) {
      await this.budget.hush(account, budget, silenceMs);
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
