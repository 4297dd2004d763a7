import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { NeverStore, TenantTerms } from '../contract/index.js';
import { TenantEntity } from '../storage/index.js';
import { NeverStored, type StorageBounds } from './storage-bounds.js';
import { TokenKeys } from './token-keys.service.js';

/** The bounds of a tenant as they are noted. */
export interface NotedBounds extends Pick<TenantTerms, 'region' | 'counterparties'> {
  readonly sealedNeverStore?: string | null;
}

/**
 * What the tenants let be stored, by the terms that were noted last. Numbers of which nothing is stored are themselves kept
 * sealed: whoever has the database only does not have them.
 */
@Injectable()
export class BoundsBook {
  constructor(private readonly keys: TokenKeys) {}

  /** The bounds that hold, for who has no statement that reads what is noted beside something else. */
  async of(em: SqlEntityManager, tenantId: string): Promise<StorageBounds> {
    return (await this.noted(em, tenantId)).bounds;
  }

  /** The same, and whether there is anybody of whom nothing is stored for a time: only then is it worth a question who. */
  async noted(
    em: SqlEntityManager,
    tenantId: string,
  ): Promise<{ readonly bounds: StorageBounds; readonly hasApart: boolean }> {
    const row = await em.findOne(TenantEntity, { tenantId }, { disableIdentityMap: true });
    return { bounds: this.under(tenantId, row && notedBounds(row)), hasApart: row?.hasApart ?? false };
  }

  /** @param noted as it stands in the sight of the same transaction; null where nothing was */
  under(tenantId: string, noted: NotedBounds | null): StorageBounds {
    if (noted === null) return { counterparties: 'full', never: null, region: '' };
    const { counterparties = 'full', region, sealedNeverStore = null } = noted;
    const neverStore = this.open(tenantId, sealedNeverStore);
    return { counterparties, region, never: neverStore === null ? null : new NeverStored(neverStore, region) };
  }

  /** The numbers as they are kept; null where there are none. */
  seal(tenantId: string, neverStore: NeverStore | undefined): string | null {
    return neverStore === undefined || neverStore.numbers.length === 0
      ? null
      : this.keys.seal(JSON.stringify(neverStore), neverStorePlace(tenantId));
  }

  open(tenantId: string, sealed: string | null): NeverStore | null {
    return sealed === null ? null : (JSON.parse(this.keys.unseal(sealed, neverStorePlace(tenantId))) as NeverStore);
  }
}

export const notedBounds = ({ terms, sealedNeverStore }: TenantEntity): NotedBounds => ({ ...terms, sealedNeverStore });

/** Where a tenant's numbers are sealed for. */
export const neverStorePlace = (tenantId: string): string => `never-store/${tenantId}`;
