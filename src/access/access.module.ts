import { Global, Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';
import { BoundsBook } from './bounds-book.service.js';
import { ErasedPeople } from './erased-people.service.js';
import { People } from './people.service.js';
import { TenantDatabase } from './tenant-database.js';
import { TenantTermsBook } from './terms.service.js';
import { TokenKeys } from './token-keys.service.js';

/**
 * Who is asking, what they may, and the tenant that every query is bound to. It needs the host's ports, the database
 * and the settings from modules that are global.
 */
@Global()
@Module({
  providers: [AuditTrail, BoundsBook, ErasedPeople, TenantDatabase, People, TenantTermsBook, TokenKeys],
  exports: [AuditTrail, BoundsBook, ErasedPeople, TenantDatabase, People, TenantTermsBook, TokenKeys],
})
export class AccessModule {}
