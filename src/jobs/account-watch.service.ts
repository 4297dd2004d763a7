import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { RoundRest } from '../calls/index.js';
import type { Place } from '../connection/index.js';
import {
  type PhoneSystemProvider,
  type ProviderAccount,
  ProviderError,
  type ProviderFailure,
  type ProviderSession,
} from '../contract/index.js';
import { ConnectionEntity, PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog } from '../tracing/index.js';

/** What ends fetching when the account itself says so. Anything else is left to the rounds, which meet it as well. */
const DECISIVE: ReadonlySet<ProviderFailure['kind']> = new Set(['closed', 'forbidden', 'reconnect']);

/**
 * Looks, about as often as far rounds are made, whether the account is open and may still be read: a vendor that lists
 * nothing of a suspended account would otherwise pass for one without calls.
 */
@Injectable()
export class AccountWatch {
  private readonly log = new EventLog(AccountWatch.name);
  private readonly everyMs: number;

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly rests: RoundRest,
    @Inject(PHONE_SYSTEM_SETTINGS) settings: PhoneSystemSettings,
  ) {
    this.everyMs = settings.farEverySeconds * 1000;
  }

  /** @returns whether calls can be fetched */
  async check(place: Place, provider: PhoneSystemProvider, session: ProviderSession): Promise<boolean> {
    const { accountCheckedAt } = place.connection;
    const now = new Date();
    if (accountCheckedAt !== null && now.getTime() - accountCheckedAt.getTime() < this.everyMs) return true;
    try {
      const account = await provider.identify(session);
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
      await this.rests.rest(place, provider, error.failure, null);
      return false;
    }
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
