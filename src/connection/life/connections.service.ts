import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Actor, audit } from '../../access/audit-trail.js';
import { TenantDatabase } from '../../access/tenant-database.js';
import type { Grant } from '../../contract/index.js';
import { PhoneSystemRegistry } from '../../registry/index.js';
import { ConnectionEntity, type StoredProblem } from '../../storage/index.js';
import { EventLog } from '../../tracing/index.js';
import { eraseConnection } from './erase-connection.js';
import { eraseAllFormer } from './former-accounts.service.js';
import { holdRounds } from './held-rounds.js';
import { holdConnections } from './hold-connections.js';
import { TokenVault } from '../tokens/token-vault.service.js';
import { type LeftAtVendor, VendorSide } from '../requests/vendor-side.js';
import { WebhookSubscriptions } from '../webhooks/webhook-subscriptions.service.js';

/** The connections that there are, and the end of one. */
@Injectable()
export class Connections {
  private readonly log = new EventLog(Connections.name);

  private readonly vendorSide: VendorSide;

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly registry: PhoneSystemRegistry,
    vault: TokenVault,
    webhooks: WebhookSubscriptions,
  ) {
    this.vendorSide = new VendorSide(vault, webhooks);
  }

  /** The connection of a tenant at a provider: the present one, else the one that was disconnected last. */
  async find(tenantId: string, providerKey: string): Promise<ConnectionEntity | null> {
    const connections = await this.tenants
      .of(tenantId)
      .find(ConnectionEntity, { providerKey }, { orderBy: { connectedAt: 'desc' } });
    return connections.find(({ status }) => status !== 'disconnected') ?? connections[0] ?? null;
  }

  /** A connection by its id, of whichever tenant: for jobs and webhooks, which know nothing else. */
  async byId(id: string): Promise<ConnectionEntity | null> {
    return await this.tenants.acrossTenants().findOne(ConnectionEntity, { id }, { filters: { tenant: false } });
  }

  /** Who has an account connected, of whichever tenant: one at most. For deliveries that name an account alone. */
  async ofAccount(providerKey: string, accountExternalId: string): Promise<ConnectionEntity | null> {
    const wanted = { providerKey, accountExternalId, status: { $ne: 'disconnected' as const } };
    return await this.tenants.acrossTenants().findOne(ConnectionEntity, wanted, { filters: { tenant: false } });
  }

  /** Every connection that has something of an account, ended ones included, of whichever tenant. */
  async everOfAccount(providerKey: string, accountExternalId: string): Promise<readonly ConnectionEntity[]> {
    const wanted = { providerKey, accountExternalId };
    return await this.tenants.acrossTenants().find(ConnectionEntity, wanted, { filters: { tenant: false } });
  }

  /** The key of the tenant's connected phone system, or null. */
  async selected(tenantId: string): Promise<string | null> {
    const connection = await this.tenants.of(tenantId).findOne(ConnectionEntity, { status: { $ne: 'disconnected' } });
    return connection?.providerKey ?? null;
  }

  /**
   * Ends a connection: fetching stops, the vendor takes the grant back, the tokens go. A vendor that cannot be reached
   * does not keep the tokens alive here; the problem of the ended connection then says what is left there. It ends what it
   * began with: where somebody connects meanwhile, that connection stands.
   *
   * @param erase whether everything that came from this phone system goes too, of accounts connected earlier as well
   */
  async disconnect(by: Actor, providerKey: string, { erase }: { erase: boolean }): Promise<void> {
    const { tenantId } = by;
    const connection = await this.find(tenantId, providerKey);
    if (connection === null) return;
    const isEnded = connection.status === 'disconnected';
    try {
      const asBegun = isEnded ? connection : await this.stop(connection);
      const change = isEnded ? null : await this.end(connection, () => this.hold(asBegun));
      await this.tenants.transaction(tenantId, async (em) => {
        if (erase) await holdConnections(em, tenantId);
        await this.hold(asBegun, em);
        if (change !== null) {
          await em.nativeUpdate(ConnectionEntity, { id: connection.id }, change);
          await holdRounds(em, connection, UNTIL_CONNECTED);
        }
        if (erase) {
          await eraseConnection(em, connection);
          await eraseAllFormer(em, by, connection);
        }
        if (erase || !isEnded) {
          const details = { system: providerKey, erase };
          await audit(em, by, { action: 'disconnect', subject: connection.id, details });
        }
      });
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      const present = await this.find(tenantId, providerKey);
      // Somebody else has ended it: what is left is to erase.
      if (present?.status === 'disconnected')
        return erase ? await this.disconnect(by, providerKey, { erase }) : undefined;
      this.log.warn('connected-again', error.message, { provider: providerKey, connection: connection.id });
    }
  }

  /**
   * Ends and erases what an account has let go of at the vendor: there nothing is left to take back.
   *
   * @param at when; a connection that was made since stands
   */
  async letGo({ id, tenantId, providerKey }: ConnectionEntity, at: Date): Promise<void> {
    const name = this.registry.find(providerKey)?.descriptor.displayName ?? providerKey;
    await this.tenants.transaction(tenantId, async (em) => {
      await holdConnections(em, tenantId);
      const connection = await em.findOne(ConnectionEntity, { id, connectedAt: { $lte: at } });
      if (connection === null) return;
      await eraseConnection(em, connection);
      await em.nativeUpdate(
        ConnectionEntity,
        { id },
        { ...DISCONNECTED, webhook: null, problem: withdrawn(name), fence: connection.fence + 1 },
      );
      await audit(
        em,
        { tenantId, employeeId: providerKey },
        { action: 'disconnect', subject: id, details: { system: providerKey, erase: true } },
      );
    });
  }

  /**
   * From here on no worker can commit, and what is left to do can be done again should this process end.
   *
   * @returns what stands as long as nobody connects; two who disconnect at once have the same
   * @throws Overtaken where somebody else has ended it
   */
  private async stop({ id, tenantId }: ConnectionEntity): Promise<Begun> {
    const [row] = await this.tenants.of(tenantId).execute<Pick<Begun, 'fence'>[]>(
      `update phone_system.connection set status = 'stopped', problem = ?::jsonb,
         fence = case when problem ->> 'kind' = ? then fence else fence + 1 end
       where id = ? and tenant_id = ? and status <> 'disconnected' returning fence`,
      [JSON.stringify(DISCONNECTING), DISCONNECTING.kind, id, tenantId],
    );
    if (row === undefined) throw new Overtaken();
    return { id, tenantId, status: 'stopped', fence: row.fence };
  }

  /**
   * @param em of a transaction until whose end it is to stay so
   * @throws Overtaken
   */
  private async hold({ id, tenantId, status, fence }: Begun, em?: SqlEntityManager): Promise<void> {
    const rows = await (em ?? this.tenants.of(tenantId)).execute<unknown[]>(
      `select id from phone_system.connection where id = ? and tenant_id = ? and status = ? and fence = ?
       ${em === undefined ? '' : 'for update'}`,
      [id, tenantId, status, fence],
    );
    if (rows.length === 0) throw new Overtaken();
  }

  /** @returns what the ended connection says of what is left at the vendor, and keeps for the next connect */
  private async end(connection: ConnectionEntity, hold: () => Promise<void>): Promise<Partial<ConnectionEntity>> {
    const provider = this.registry.find(connection.providerKey);
    const left =
      provider === undefined
        ? { grant: true, events: connection.webhook !== null }
        : await this.vendorSide.end(connection, provider, hold);
    const name = provider?.descriptor.displayName ?? connection.providerKey;
    const problem = problemOf(left, name, provider?.descriptor.grant.kind ?? 'code');
    return { ...DISCONNECTED, webhook: left.events ? connection.webhook : null, problem };
  }
}

/** A connection as whoever ends it found or made it. */
type Begun = Pick<ConnectionEntity, 'id' | 'tenantId' | 'status' | 'fence'>;

/** What is being ended is no longer what it was: what is left to do would end another grant. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';

  constructor() {
    super('Somebody connected this phone system again while it was being disconnected: the new connection stands.');
  }
}

/** What this host cannot take back: whoever made it removes it. */
const UNREVOKED: Readonly<Record<Grant['kind'], ((name: string) => string) | null>> = {
  code: null,
  consent: (name) =>
    `Nothing of the permission is kept here, and ${name} still allows this application: an administrator removes it at ${name}.`,
  keys: (name) => `The keys are forgotten here, and ${name} still takes them: delete them at ${name}.`,
};

function problemOf({ grant, events }: LeftAtVendor, name: string, kind: Grant['kind']): StoredProblem | null {
  if (!grant && !events) return null;
  const left = grant ? UNREVOKED[kind]?.(name) : undefined;
  if (left !== undefined) {
    const told = events ? ` ${name} did not confirm that it no longer sends call events here; they are refused.` : '';
    return { kind: 'not-revoked', message: left + told, action: 'reconnect' };
  }
  const facts = [
    ...(grant ? ['that access was taken back'] : []),
    ...(events ? ['that it no longer sends call events here'] : []),
  ];
  const harmless = grant ? 'Nothing here can use it any more' : 'They are refused here';
  return {
    kind: grant ? 'not-revoked' : 'not-unsubscribed',
    message: `${name} did not confirm ${facts.join(', nor ')}. ${harmless}; to be sure, remove this app at ${name} itself, or connect and disconnect once more.`,
    action: 'reconnect',
  };
}

const withdrawn = (name: string): StoredProblem => ({
  kind: 'withdrawn',
  message: `${name} says that this app was removed there, so the phone system was disconnected and all that came from it was erased here. Connect it to begin anew.`,
  action: 'reconnect',
});

const DISCONNECTING: StoredProblem = {
  kind: 'disconnecting',
  message: 'This connection is being disconnected. If it stays so, click Disconnect again.',
  action: 'wait',
};

const UNTIL_CONNECTED: StoredProblem = {
  kind: 'disconnected',
  message: 'The phone system was disconnected. What is left to fetch is fetched once it is connected again.',
  action: 'reconnect',
};

const DISCONNECTED = {
  status: 'disconnected',
  sealedTokens: null,
  tokenExpiresAt: null,
  refreshingUntil: null,
  sealedWebhookSecret: null,
  nextNearAt: null,
  nextFarAt: null,
  nextReconciliationAt: null,
  wakeAt: null,
} as const;
