import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { WebhookSubscription } from '../../contract/index.js';
import type { ProblemKind } from '../problem-kinds.js';
import { TenantBound } from '../tenant-bound.js';

export type ConnectionStatus = 'connected' | 'needs-reconnect' | 'stopped' | 'disconnected';

/** Why something does not go on, in words for the administrator, and who can do something about it. */
export interface StoredProblem {
  kind: ProblemKind;
  message: string;
  action: 'reconnect' | 'wait' | 'ask-operator';
  /** For the operator: the shape of an answer that could not be read, without its values. */
  sample?: string;
}

/** Present as soon as a subscription may stand at the vendor; its ids come with the vendor's answer. */
export interface StoredSubscription extends Pick<WebhookSubscription, 'ids'> {
  /** Missing where an earlier version subscribed. */
  url?: string;
  /** ISO 8601; missing where it does not lapse. */
  expiresAt?: string;
}

/** One tenant's authorised link to one account at one provider. It outlives a disconnect, so that the same account finds its past again. */
@Entity({ tableName: 'connection' })
@TenantBound()
@Unique({ properties: ['tenantId', 'providerKey', 'accountExternalId'] })
@Unique({
  name: 'connection_one_tenant_per_account',
  properties: ['providerKey', 'accountExternalId'],
  where: `"status" <> 'disconnected'`,
})
@Index({
  name: 'connection_wake_at',
  properties: ['wakeAt'],
  where: '"wake_at" is not null',
})
@Index({
  name: 'connection_webhook_renew_at',
  properties: ['webhookRenewAt'],
  where: '"webhook_renew_at" is not null',
})
@Unique({ name: 'connection_one_per_tenant', properties: ['tenantId'], where: `"status" <> 'disconnected'` })
export class ConnectionEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'text' })
  providerKey: string;

  @Property({ type: 'text' })
  status: ConnectionStatus;

  @Property({ type: 'text' })
  accountExternalId: string;

  @Property({ type: 'text' })
  accountName: string;

  @Property({ type: 'json' })
  accountDomains: string[];

  @Property({ type: 'text' })
  connectedBy: string;

  @Property({ columnType: 'timestamptz(3)' })
  connectedAt: Date;

  /** Access and refresh token, sealed with the connection's id; null once disconnected. */
  @Property({ type: 'text', nullable: true })
  sealedTokens: string | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  tokenExpiresAt: Date | null = null;

  /** Set while one copy of the host refreshes the tokens: a spent refresh token must not be used twice. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  refreshingUntil: Date | null = null;

  @Property({ type: 'text', nullable: true })
  sealedWebhookSecret: string | null = null;

  /** The path of its deliveries at this host, with the host's prefix, as it was when somebody connected. */
  @Property({ type: 'text', nullable: true })
  hooksPath: string | null = null;

  @Property({ type: 'json', nullable: true })
  webhook: StoredSubscription | null = null;

  /** From when on what lapses is renewed; null where nothing lapses. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  webhookRenewAt: Date | null = null;

  @Property({ type: 'json', nullable: true })
  problem: StoredProblem | null = null;

  /** When the directory was last read to its end. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  directoryReadAt: Date | null = null;

  /** Since when each reading of the directory has found nobody; null where the last one found somebody. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  directoryEmptySince: Date | null = null;

  /** What is wrong with the directory while calls are fetched all the same. */
  @Property({ type: 'json', nullable: true })
  directoryProblem: StoredProblem | null = null;

  /** Why calls are not told of as they happen, where the vendor does not take the subscription. */
  @Property({ type: 'json', nullable: true })
  eventsProblem: StoredProblem | null = null;

  /** How many days old the youngest call is that a comparison found without its personal data, though its user is there. */
  @Property({ type: 'integer', nullable: true })
  forgetsAfterDays: number | null = null;

  /** When the vendor was last asked whether the account is open and readable. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  accountCheckedAt: Date | null = null;

  /** Grows with each worker that takes the connection and with each disconnect; a commit under an older number is refused. */
  @Property({ type: 'integer' })
  fence: number = 0;

  /** The instant from which calls are provided for. */
  @Property({ columnType: 'timestamptz(3)' })
  historyFrom: Date;

  /** Calls that began before it were deleted by retention; null where none were. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  keptFrom: Date | null = null;

  /** How many call records are stored. */
  @Property({ type: 'integer' })
  records: number = 0;

  /** Every call that ended by then is stored or set aside; null until the history has been walked. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  completeUntil: Date | null = null;

  /** The same but for the open windows that rounds left behind; null until the history has been planned. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  walkedUntil: Date | null = null;

  /**
   * Spans of which the vendor may have told nothing, since they are older than every account is told of and before the
   * first call that it listed: in milliseconds since 1970. Null until that is decided.
   */
  @Property({ type: 'json', nullable: true })
  untold: (readonly [from: number, to: number])[] | null = null;

  /** When a window of the history was last walked to its end, the history planned, or what is complete moved on. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  movedAt: Date | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  lastFetchAt: Date | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  nextNearAt: Date | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  nextFarAt: Date | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  nextReconciliationAt: Date | null = null;

  /** What the last reconciliation found; null where there was none. */
  @Property({ type: 'integer', nullable: true })
  lastDifference: number | null = null;
  /** When there is something to do, by the database's clock; null where there is nothing until somebody acts. */
  @Property({ columnType: 'timestamptz', nullable: true, defaultRaw: 'clock_timestamp()' })
  wakeAt?: Date | null;

  /** How many polls of what is near have failed in a row. */
  @Property({ type: 'integer', default: 0 })
  attempts: number = 0;

  /** Whether an employee or a phone user changed since they were last matched. */
  @Property({ type: 'boolean', default: true })
  matchDue: boolean = true;

  /** Counts every change of employees, phone users or mappings: the database's own, with each writing of `matchDue`. */
  @Property({ type: 'integer', default: 0, lazy: true })
  mappingVersion?: number;

  /** The `mappingVersion` for which it was looked of whom nothing is stored for a time; -1 is not yet. */
  @Property({ type: 'integer', default: -1, lazy: true })
  apartVersion?: number;

  /** From when on calls are to be fetched again, because somebody's are stored again; null where none are. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  againFrom: Date | null = null;

  /** Since when: a round that began before knows nothing of it. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  againSince: Date | null = null;

  /** When employees and phone users were first matched; null is not yet. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  matchedAt: Date | null = null;
}
