import { Filter } from '@mikro-orm/decorators/legacy';
import type { EntityClass } from '@mikro-orm/core';

/** The filter that binds a query to a tenant. On by default: a query that names no tenant fails instead of reading everybody's rows. */
export const TENANT_FILTER = 'tenant';

/** Marks an entity whose rows belong to one tenant. */
export const TenantBound =
  () =>
  (target: EntityClass<unknown>): void =>
    Filter({
      name: TENANT_FILTER,
      cond: (args: { tenantId?: string }) => ({ tenantId: args.tenantId }),
      default: true,
    })(target);
