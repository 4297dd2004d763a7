import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** An authorisation that was begun in one browser. Held here so that any copy of the host can finish it, and tell how. */
@Entity({ tableName: 'connect_attempt' })
@TenantBound()
export class ConnectAttemptEntity {
  /** SHA-256 of the state: what is stored cannot be replayed. */
  @PrimaryKey({ type: 'text' })
  stateHash: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'text' })
  employeeId: string;

  @Property({ type: 'text' })
  providerKey: string;

  @Property({ type: 'text' })
  browserHash: string;

  @Property({ type: 'text' })
  returnTo: string;

  @Property({ type: 'text', nullable: true })
  sealedVerifier: string | null = null;

  /** The account that whoever signed in has proven, where a consent for it is still to come; null before, or without. */
  @Property({ type: 'text', nullable: true })
  provenAccount: string | null = null;

  @Property({ columnType: 'timestamptz(3)' })
  @Index()
  expiresAt: Date;

  /** When the browser came back with it, which counts once; null before. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  takenAt: Date | null = null;

  /** What it came to; null before that is known. */
  @Property({ type: 'text', nullable: true })
  outcome: string | null = null;
}
