import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { RoundRest } from '../calls/index.js';
import { holdPlace, holdRounds, type Place, releaseRounds, wakeUp } from '../connection/index.js';
import {
  type PhoneSystemProvider,
  type ProviderAccount,
  ProviderError,
  type ProviderFailure,
  type ProviderSession,
} from '../contract/index.js';
import { ConnectionEntity, PHONE_SYSTEM_SETTINGS, type StoredProblem } from '../storage/index.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog } from '../tracing/index.js';

/** What ends fetching when the account itself says so. Anything else is left to the rounds, which meet it as well. */
const DECISIVE: ReadonlySet<ProviderFailure['kind']> = new Set(['closed', 'forbidden', 'reconnect', 'unsupported']);

const OTHER_ACCOUNT = 'other-account';

/**
 * Looks whether the account is open, may still be read, and is the one that was connected: a vendor that lists nothing of
 * a suspended account would otherwise pass for one without calls, and another company's calls for this one's. It does so
 * about as often as far rounds are made, and after each refresh of the tokens, which is when a grant may begin to open
 * something else: other turns cost no request.
 */
@Injectable()
export class AccountWatch {
  private readonly log = new EventLog(AccountWatch.name);

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly rests: RoundRest,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  /** @returns whether calls can be fetched */
  async check(place: Place, provider: PhoneSystemProvider, session: ProviderSession): Promise<boolean> {
    const now = new Date();
    if (!this.isDue(place.connection, now)) return true;
    try {
      const account = await provider.identify(session);
      if (account.externalId !== place.connection.accountExternalId) {
        await this.stop(place, provider);
        return false;
      }
      if (!account.readsAllCalls) {
        throw new ProviderError(
          { kind: 'forbidden', missing: ['the right to read every call'] },
          'The grant no longer reads every call.',
        );
      }
      await this.note(place.connection, account, now);
      return true;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.log.warn('account-not-readable', `${provider.descriptor.displayName}: ${error.message}`, {
        provider: provider.descriptor.key,
        connection: place.connection.id,
        failure: error.failure.kind,
      });
      if (!DECISIVE.has(error.failure.kind)) return true;
      await this.rests.restAll(place, provider, error.failure);
      return false;
    }
  }

  /**
   * Looks again at a connection that has stopped because its grant opens another account. Where it opens the connected
   * one again, fetching goes on.
   *
   * @param open a session, where one is needed
   * @returns whether it may be fetched for, as far as the account goes; true of one that has not stopped for that
   */
  async isBack(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    open: () => ProviderSession,
  ): Promise<boolean> {
    if (connection.status !== 'stopped' || connection.problem?.kind !== OTHER_ACCOUNT) return true;
    const isSame = await opensAccountOf(connection, provider, open);
    const { id, tenantId, status, fence } = connection;
    return await this.tenants.transaction(tenantId, async (em) => {
      if (!isSame) {
        await wakeUp(em, connection, this.soonMs);
        return false;
      }
      const change = { status: 'connected', problem: null, accountCheckedAt: new Date(), nextNearAt: null } as const;
      if ((await em.nativeUpdate(ConnectionEntity, { id, status, fence }, change)) === 0) return false;
      await releaseRounds(em, connection);
      await wakeUp(em, connection);
      Object.assign(connection, change);
      return true;
    });
  }

  private isDue({ accountCheckedAt, tokenExpiresAt }: ConnectionEntity, now: Date): boolean {
    if (accountCheckedAt === null || (tokenExpiresAt !== null && tokenExpiresAt <= now)) return true;
    return now.getTime() - accountCheckedAt.getTime() >= this.settings.farEverySeconds * 1000;
  }

  private async stop(place: Place, { descriptor }: PhoneSystemProvider): Promise<void> {
    const { connection } = place;
    const { displayName: name, key } = descriptor;
    const problem: StoredProblem = {
      kind: OTHER_ACCOUNT,
      message: `The grant at ${name} opens another account than ${connection.accountName} by now, so no calls are fetched. Reconnect as somebody of ${connection.accountName}, or disconnect and connect the other account.`,
      action: 'reconnect',
    };
    this.log.warn('other-account', `The grant at ${name} opens another account than the connected one.`, {
      provider: key,
      connection: connection.id,
    });
    await this.tenants.transaction(connection.tenantId, async (em) => {
      await holdPlace(em, place);
      await em.nativeUpdate(ConnectionEntity, { id: connection.id }, { status: 'stopped', problem });
      await holdRounds(em, connection, problem);
      await wakeUp(em, connection, this.soonMs);
    });
  }

  private get soonMs(): number {
    return this.settings.fetchEverySeconds * 1000;
  }

  /** An account that names no domain now keeps those that it had: nobody has taken them away. */
  private async note({ id, tenantId }: ConnectionEntity, account: ProviderAccount, now: Date): Promise<void> {
    await this.tenants.of(tenantId).nativeUpdate(
      ConnectionEntity,
      { id, status: 'connected' },
      {
        accountName: account.name,
        ...(account.domains.length > 0 && { accountDomains: [...account.domains] }),
        accountCheckedAt: now,
      },
    );
  }
}

async function opensAccountOf(
  { accountExternalId }: ConnectionEntity,
  provider: PhoneSystemProvider,
  open: () => ProviderSession,
): Promise<boolean> {
  try {
    return (await provider.identify(open())).externalId === accountExternalId;
  } catch (error) {
    if (error instanceof ProviderError) return false;
    throw error;
  }
}
