import type { TenantDatabase } from '../access/tenant-database.js';
import type { PhoneUser } from '../contract/index.js';
import { type ConnectionEntity, PhoneUserEntity } from '../storage/index.js';

/** What is stored of a directory as a reading begins. */
export interface DirectoryEntries {
  /** What is stored of each phone user, as {@link saysOf} writes it, by the vendor's id. */
  readonly says: Map<string, string>;
  /** Whose addresses are known since when. */
  readonly addresses: ReadonlyMap<string, Pick<PhoneUserEntity, 'emails' | 'emailsSince'>>;
  /** Who has not departed. */
  readonly presentIds: ReadonlySet<string>;
  readonly present: number;
}

/** What the vendor tells of somebody, for telling two readings apart. */
export const saysOf = ({ displayName, emails, numbers, status }: Omit<PhoneUser, 'externalId'>): string =>
  JSON.stringify([displayName, emails, numbers.map(({ e164, extension }) => [e164, extension ?? null]), status]);

export async function entriesOf(
  database: TenantDatabase,
  { id: connectionId, tenantId }: ConnectionEntity,
): Promise<DirectoryEntries> {
  const rows = await database.of(tenantId).find(PhoneUserEntity, { connectionId }, { disableIdentityMap: true });
  const presentIds = new Set(rows.flatMap(({ externalId, status }) => (status === 'departed' ? [] : [externalId])));
  const addresses = new Map(rows.map(({ externalId, emails, emailsSince }) => [externalId, { emails, emailsSince }]));
  return {
    addresses,
    says: new Map(rows.map((row) => [row.externalId, saysOf(row)])),
    presentIds,
    present: presentIds.size,
  };
}
