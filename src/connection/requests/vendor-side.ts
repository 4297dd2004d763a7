import { setTimeout as sleep } from 'node:timers/promises';
import { type PhoneSystemProvider, ProviderError } from '../../contract/index.js';
import type { ConnectionEntity } from '../../storage/index.js';
import { EventLog, wordsOf } from '../../tracing/index.js';
import { clientOf } from './sessions.service.js';
import { TokenEndpoint } from '../tokens/token-endpoint.js';
import type { TokenVault } from '../tokens/token-vault.service.js';
import type { WebhookSubscriptions } from '../webhooks/webhook-subscriptions.service.js';

const PATIENCE_MS = 10_000;
/** Somebody waits for the end of it. */
const UNSUBSCRIBE_PATIENCE_MS = 20_000;
const UNSUBSCRIBE_ATTEMPTS = 3;
const UNSUBSCRIBE_AGAIN_MS = 1_000;

/** What a vendor did not confirm to have ended. */
export interface LeftAtVendor {
  readonly grant: boolean;
  readonly events: boolean;
}

/** Ends at the vendor what an ending connection has there: its events, as long as its grant allows that, and then the grant. */
export class VendorSide {
  private readonly log = new EventLog(VendorSide.name);

  constructor(
    private readonly vault: TokenVault,
    private readonly webhooks: WebhookSubscriptions,
  ) {}

  /**
   * @param hold throws where the connection is no longer the one that is to be ended. It is asked with each token in hand,
   *   and before that is used: somebody else's grant is neither used nor revoked.
   * @throws what `hold` throws
   */
  async end(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    hold: () => Promise<void>,
  ): Promise<LeftAtVendor> {
    const events = !(await this.unsubscribe(connection, provider, hold));
    await hold();
    const { displayName, key } = provider.descriptor;
    const facts = { provider: key, connection: connection.id };
    try {
      const grant = !(await this.revoke(connection, provider, hold));
      if (grant) {
        this.log.warn(
          'not-revoked',
          `${displayName} did not confirm that the grant is revoked; revoke it there.`,
          facts,
        );
      }
      return { grant, events };
    } catch (error) {
      await hold();
      // It was taken back there before.
      if (error instanceof ProviderError && error.failure.kind === 'reconnect') return { grant: false, events };
      const why = `The grant could not be revoked at ${displayName}; revoke it there. ${wordsOf(error)}`;
      this.log.warn('not-revoked', why, facts);
      return { grant: true, events };
    }
  }

  /** It needs the grant, so it comes before the grant is revoked, and is retried. */
  private async unsubscribe(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    hold: () => Promise<void>,
  ): Promise<boolean> {
    if (connection.webhook === null) return true;
    // What stands at the connected account is out of reach for a grant that opens another one.
    if (connection.problem?.kind === 'other-account') return false;
    const attempts = connection.status === 'needs-reconnect' ? 1 : UNSUBSCRIBE_ATTEMPTS;
    const signal = AbortSignal.timeout(UNSUBSCRIBE_PATIENCE_MS);
    for (let attempt = 1; ; attempt++) {
      if (await this.webhooks.end(connection, provider, signal, hold)) return true;
      await hold();
      if (attempt >= attempts || signal.aborted) return false;
      await sleep(UNSUBSCRIBE_AGAIN_MS);
    }
  }

  /** An access token that has run out revokes nothing: a fresh one does. */
  private async revoke(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    hold: () => Promise<void>,
  ): Promise<boolean> {
    const tokens = await this.vault.read(connection);
    if (tokens === null) return true;
    const client = clientOf(provider);
    const endpoint = new TokenEndpoint(provider, client);
    if (!endpoint.revokes) return false;
    const patience = AbortSignal.timeout(PATIENCE_MS);
    await hold();
    if (await endpoint.revoke(tokens.access, patience)) return true;
    const fresh = await this.vault.access(connection, provider, client, patience, tokens.access);
    await hold();
    return await endpoint.revoke(fresh, patience);
  }
}
