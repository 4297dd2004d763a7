import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { type ProviderClient, type ProviderClientOptions, readProviderClient } from 'prodoscore-phone-systems';
import { TEAMS_PHONE } from './teams-phone.descriptor.js';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  TEAMS_PHONE_OPTIONS,
} from './teams-phone.module-definition.js';
import { TEAMS_PHONE_CLIENT, TeamsPhoneSystem } from './teams-phone.provider.js';

/** Installs Microsoft Teams Phone beside the host's other phone systems. */
@Module({
  imports: [ConfigModule],
  providers: [
    { provide: TEAMS_PHONE_CLIENT, inject: [TEAMS_PHONE_OPTIONS, ConfigService], useFactory: clientFrom },
    TeamsPhoneSystem,
  ],
  exports: [TeamsPhoneSystem],
})
export class TeamsPhoneModule extends ConfigurableModuleClass {
  /** @param options what the environment (`TEAMS_PHONE_CLIENT_ID` and so on) shall not decide */
  static override forRoot(options: ProviderClientOptions = {}): DynamicModule {
    return super.forRoot(options);
  }

  /** The same, with options that come from other providers. */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return super.forRootAsync(options);
  }
}

function clientFrom(options: ProviderClientOptions, config: ConfigService): ProviderClient | null {
  const { client, problems } = readProviderClient(
    TEAMS_PHONE,
    (name) => config.get<unknown>(name)?.toString(),
    options,
  );
  if (problems.length > 0) throw new Error(`Microsoft Teams Phone cannot start: ${problems.join('; ')}.`);
  return client;
}
