import { Injectable } from '@nestjs/common';
import type { TenantPolicy, TenantTerms } from 'prodoscore-phone-systems';
import { People } from './people.js';

/** What the tenants of the reference host have agreed. */
@Injectable()
export class HostTerms implements TenantPolicy {
  constructor(private readonly people: People) {}

  termsOf(tenantId: string): Promise<TenantTerms> {
    const tenant = this.people.tenant(tenantId);
    if (tenant === null) return Promise.reject(new Error(`This host has no tenant ${tenantId}; see HOST_FIXTURE.`));
    const { id: _id, name: _name, employees: _employees, ...terms } = tenant;
    return Promise.resolve(terms);
  }
}
