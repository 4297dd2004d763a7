import { Global, Module } from '@nestjs/common';
import { People } from './people.service.js';
import { TenantDatabase } from './tenant-database.js';
import { TenantTermsBook } from './terms.service.js';

/**
 * Who is asking, what they may, and the tenant that every query is bound to. It needs the host's ports, the database
 * and the settings from modules that are global.
 */
@Global()
@Module({
  providers: [TenantDatabase, People, TenantTermsBook],
  exports: [TenantDatabase, People, TenantTermsBook],
})
export class AccessModule {}
