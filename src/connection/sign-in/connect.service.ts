import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import {
  type PhoneSystemProvider,
  type ProviderAccount,
  ProviderError,
  type TenantPolicy,
} from '../../contract/index.js';
import { type Actor, audit } from '../../access/audit-trail.js';
import { TENANT_POLICY } from '../../access/host-ports.js';
import { TenantDatabase } from '../../access/tenant-database.js';
import { ConnectionEntity, ERASED_ACCOUNT, PHONE_SYSTEM_SETTINGS } from '../../storage/index.js';
import type { PhoneSystemSettings } from '../../support/settings.js';
import { EventLog, wordsOf } from '../../tracing/index.js';
import { releaseRounds } from '../life/held-rounds.js';
import { historyStart } from '../life/history-start.js';
import type { ConnectFailure, ConnectOutcome } from './return-to.js';
import { clientOf, Sessions } from '../requests/sessions.service.js';
import { domainsFit, termsRefusal } from '../life/terms.js';
import { TokenEndpoint } from '../tokens/token-endpoint.js';
import { TokenVault } from '../tokens/token-vault.service.js';
import type { Tokens } from '../tokens/tokens.js';
import { wakeUp } from '../life/wake.js';
import { WebhookSubscriptions } from '../webhooks/webhook-subscriptions.service.js';

type Kept =
  | { readonly outcome: 'connected'; readonly connection: ConnectionEntity }
  | { readonly outcome: 'already_connected' | 'account_in_use' };

const HELD = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;

/** Makes a connection out of a grant, or refuses the grant and gives it back. */
@Injectable()
export class ConnectService {
  private readonly log = new EventLog(ConnectService.name);

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly sessions: Sessions,
    private readonly vault: TokenVault,
    private readonly webhooks: WebhookSubscriptions,
    @Inject(TENANT_POLICY) private readonly policy: TenantPolicy,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  /** Why this tenant may not connect at all, or null where it may try. */
  async refusalBefore(tenantId: string): Promise<ConnectFailure | null> {
    return termsRefusal(await this.policy.termsOf(tenantId));
  }

  /**
   * Looks whose account the grant opens and keeps it only where everything fits.
   *
   * @param prefix what the host puts in front of this package's routes, such as `/api`
   * @param proven the id of the account that it must be, where that is known
   */
  async complete(
    by: Actor,
    provider: PhoneSystemProvider,
    tokens: Tokens,
    prefix: string,
    proven?: string,
  ): Promise<ConnectOutcome> {
    let account: ProviderAccount | null = null;
    let connection: ConnectionEntity | null = null;
    try {
      const terms = await this.policy.termsOf(by.tenantId);
      const refusal = termsRefusal(terms);
      if (refusal !== null) return refusal;
      const identified = await this.identify(by, provider, tokens);
      if (typeof identified === 'string') return identified;
      account = identified;
      if (proven !== undefined && account.externalId !== proven) return 'other_account';
      if (!account.readsAllCalls) return 'scope_missing';
      if (!domainsFit(account.domains, terms.domains)) return 'wrong_domain';
      const historyFrom = historyStart(this.settings, terms, provider.descriptor.listing, new Date());
      const kept = await this.keep(by, provider, account, tokens, historyFrom);
      if (kept.outcome !== 'connected') return kept.outcome;
      connection = kept.connection;
    } finally {
      if (connection === null) await this.giveBack(by, provider, tokens, account);
    }
    await this.webhooks.renew(connection, provider, prefix);
    return 'connected';
  }

  private async identify(
    by: Actor,
    provider: PhoneSystemProvider,
    tokens: Tokens,
  ): Promise<ProviderAccount | ConnectFailure> {
    // Most likely it is the account that this tenant has: asking must not go beyond the limit that its rounds use up.
    const likely = await this.standing(provider, { tenantId: by.tenantId });
    const session = this.sessions.probe(
      tokens,
      provider,
      AbortSignal.timeout(60_000),
      likely?.accountExternalId ?? null,
    );
    try {
      const account = await provider.identify(session);
      await this.sessions.charge(provider, account.externalId, session);
      return account;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const { displayName, key } = provider.descriptor;
      const { kind } = error.failure;
      this.log.warn('not-identified', `${displayName} could not be asked whose account this is: ${error.message}`, {
        provider: key,
        failure: kind,
      });
      if (kind === 'reconnect' && provider.descriptor.grant.kind === 'keys') return 'keys_refused';
      if (kind === 'unsupported') return 'not_supported';
      return kind === 'forbidden' || kind === 'closed' ? 'not_an_admin' : 'vendor_error';
    }
  }

  private async keep(
    by: Actor,
    provider: PhoneSystemProvider,
    account: ProviderAccount,
    tokens: Tokens,
    historyFrom: Date,
  ): Promise<Kept> {
    try {
      return await this.store(by, provider, account, tokens, historyFrom);
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
    }
    // Somebody was quicker. Another administrator of this tenant may have connected the same account: then it is theirs.
    try {
      return await this.store(by, provider, account, tokens, historyFrom);
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      return { outcome: error.message.includes('connection_one_per_tenant') ? 'already_connected' : 'account_in_use' };
    }
  }

  /** @throws UniqueConstraintViolationException: the database keeps "one tenant per account" and "one per tenant" */
  private async store(
    by: Actor,
    provider: PhoneSystemProvider,
    account: ProviderAccount,
    tokens: Tokens,
    historyFrom: Date,
  ): Promise<Kept> {
    const { tenantId, employeeId } = by;
    const { key } = provider.descriptor;
    return await this.tenants.transaction(tenantId, async (em) => {
      // Read as it stays until the end: a fence that went back would let a worker commit that has lost its place. One row
      // at most is held: the present one, or the one that this account had.
      const present = await em.findOne(ConnectionEntity, { status: { $ne: 'disconnected' } }, HELD);
      if (present !== null && (present.providerKey !== key || present.accountExternalId !== account.externalId)) {
        return { outcome: 'already_connected' };
      }
      const known =
        present ??
        (await em.findOne(ConnectionEntity, { providerKey: key, accountExternalId: account.externalId }, HELD)) ??
        (await em.findOne(
          ConnectionEntity,
          { providerKey: key, accountExternalId: { $like: `${ERASED_ACCOUNT}%` } },
          HELD,
        ));
      const connection = known ?? this.newConnection(tenantId, provider, account, historyFrom);
      Object.assign(connection, {
        status: 'connected',
        accountExternalId: account.externalId,
        accountName: account.name,
        accountDomains: [...account.domains],
        connectedBy: employeeId,
        connectedAt: new Date(),
        accountCheckedAt: new Date(),
        problem: null,
        fence: connection.fence + 1,
        nextNearAt: null,
        nextFarAt: null,
        attempts: 0,
        matchDue: true,
        ...this.vault.sealed(connection.id, tokens),
      });
      // No history was ever begun, or all of it was erased: the first fetch brings what a first fetch brings. One that was
      // begun is added to where more is wanted by now.
      const { completeUntil, lastFetchAt, walkedUntil } = connection;
      if (completeUntil === null && lastFetchAt === null && walkedUntil === null) connection.historyFrom = historyFrom;
      await em.persist(connection).flush();
      await releaseRounds(em, connection);
      await wakeUp(em, connection);
      const action = present === null ? 'connect' : 'reconnect';
      await audit(em, by, { action, subject: connection.id, details: { system: key } });
      return { outcome: 'connected', connection };
    });
  }

  private newConnection(
    tenantId: string,
    provider: PhoneSystemProvider,
    account: ProviderAccount,
    historyFrom: Date,
  ): ConnectionEntity {
    return Object.assign(new ConnectionEntity(), {
      id: randomUUID(),
      tenantId,
      providerKey: provider.descriptor.key,
      accountExternalId: account.externalId,
      historyFrom,
    });
  }

  /**
   * A grant that is not kept must not live on at the vendor. But vendors revoke a person's grants all at once: where the
   * account is connected already, giving this one back could end that connection. Where nobody knows whose account it
   * is, it may be the one that this tenant has connected; and where that one's grant opens another account by now, it may
   * be the same person's.
   */
  private async giveBack(
    { tenantId }: Actor,
    provider: PhoneSystemProvider,
    tokens: Tokens,
    account: ProviderAccount | null,
  ): Promise<void> {
    try {
      const own = await this.standing(provider, { tenantId });
      if (account === null ? own !== null : own?.problem?.kind === 'other-account') return;
      if (account !== null && (await this.standing(provider, { accountExternalId: account.externalId })) !== null)
        return;
      const endpoint = new TokenEndpoint(provider, clientOf(provider));
      if (!endpoint.revokes) return;
      await endpoint.revoke(tokens.access, AbortSignal.timeout(10_000));
    } catch (error) {
      const { displayName, key } = provider.descriptor;
      this.log.warn('not-revoked', `A refused grant could not be revoked at ${displayName}: ${wordsOf(error)}`, {
        provider: key,
      });
    }
  }

  private async standing(
    { descriptor }: PhoneSystemProvider,
    of: { readonly tenantId: string } | { readonly accountExternalId: string },
  ): Promise<ConnectionEntity | null> {
    const wanted = { ...of, providerKey: descriptor.key, status: { $ne: 'disconnected' as const } };
    return await this.tenants.acrossTenants().findOne(ConnectionEntity, wanted, { filters: { tenant: false } });
  }
}
