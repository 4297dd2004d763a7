import { Global, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { AccessModule } from './access/index.js';
import { HttpModule } from './http/http.module.js';
import { JobsModule } from './jobs/index.js';
import { MetricsModule } from './metrics/index.js';
import { PHONE_SYSTEM_OPTIONS, PhoneSystemModuleBase } from './phone-system.module-definition.js';
import { RegistryModule } from './registry/index.js';
import { PHONE_SYSTEM_SETTINGS, StorageModule } from './storage/index.js';
import { type PhoneSystemOptions, type PhoneSystemSettings, readPhoneSystemSettings } from './support/settings.js';

/**
 * The house that phone systems move into: contract, storage, fetching, scoring and the HTTP surface. The host imports
 * it once, and beside it a module for each phone system.
 *
 * @throws Error at start, naming every setting that is wrong
 * @example
 * imports: [
 *   PhoneSystemModule.forRoot({ employees: OurDirectory, policy: OurTerms, access: OurAccess, scores: OurScores }),
 *   DialpadModule.forRoot(),
 * ]
 */
@Global()
@Module({
  imports: [ConfigModule, StorageModule, AccessModule, MetricsModule, RegistryModule, JobsModule, HttpModule],
  providers: [
    { provide: PHONE_SYSTEM_SETTINGS, inject: [PHONE_SYSTEM_OPTIONS, ConfigService], useFactory: settingsFrom },
  ],
  exports: [PHONE_SYSTEM_SETTINGS, JobsModule, MetricsModule],
})
export class PhoneSystemModule extends PhoneSystemModuleBase {}

function settingsFrom(options: PhoneSystemOptions, config: ConfigService): PhoneSystemSettings {
  const { settings, problems } = readPhoneSystemSettings((name) => config.get<unknown>(name)?.toString(), options);
  if (problems.length > 0) throw new Error(`The phone systems cannot start: ${problems.join('; ')}.`);
  return settings;
}
