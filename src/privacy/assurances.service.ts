import { Injectable } from '@nestjs/common';
import { BoundsBook, TenantDatabase, TenantTermsBook } from '../access/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { ConnectionEntity, TenantEntity } from '../storage/index.js';
import { type Assurance, type AssuranceFacts, assuranceOf, type AssuredSystem } from './assurance.js';
import { data, product } from './manifest.js';

/** One document for those who must approve the product for a tenant. */
@Injectable()
export class Assurances {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly bounds: BoundsBook,
    private readonly registry: PhoneSystemRegistry,
  ) {}

  /** As it is now. */
  async current(tenantId: string, { notice, access }: Pick<AssuranceFacts, 'notice' | 'access'>): Promise<Assurance> {
    const terms = await this.terms.last(tenantId);
    const tenant = await this.database.of(tenantId).findOne(TenantEntity, { tenantId });
    const neverStored = this.bounds.open(tenantId, tenant?.sealedNeverStore ?? null)?.numbers.length ?? 0;
    return assuranceOf({ product, data, terms, notice, access, neverStored, system: await this.systemOf(tenantId) });
  }

  private async systemOf(tenantId: string): Promise<AssuredSystem | null> {
    const connected = await this.database.of(tenantId).findOne(ConnectionEntity, { status: { $ne: 'disconnected' } });
    if (connected === null) return null;
    const { providerKey, accountName } = connected;
    const descriptor = this.registry.find(providerKey)?.descriptor;
    return {
      name: descriptor?.displayName ?? providerKey,
      account: accountName,
      scopes: descriptor?.grant.scopes ?? [],
      limitations: descriptor?.limitations ?? [],
    };
  }
}
