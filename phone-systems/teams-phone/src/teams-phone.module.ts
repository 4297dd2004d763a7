import { ConfigurableModuleBuilder, type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { type ProviderClient, type ProviderClientOptions, readProviderClient } from 'prodoscore-phone-systems';
import { TEAMS_PHONE } from './teams-phone.descriptor.js';
import { TEAMS_PHONE_CLIENT, TeamsPhoneSystem } from './teams-phone.provider.js';

export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN: OPTIONS,
  ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<ProviderClientOptions>({ moduleName: 'TeamsPhone' })
  .setClassMethodName('forRoot')
  .build();

/** Installs Microsoft Teams Phone beside the host's other phone systems. */
@Module({
  imports: [ConfigModule],
  providers: [
    { provide: TEAMS_PHONE_CLIENT, inject: [OPTIONS, ConfigService], useFactory: clientFrom },
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

/** Of national clouds: they have accounts, permissions and call records of their own. */
const NATIONAL = /\.(us|cn|de)$/;

function clientFrom(options: ProviderClientOptions, config: ConfigService): ProviderClient | null {
  const { client, problems } = readProviderClient(
    TEAMS_PHONE,
    (name) => config.get<unknown>(name)?.toString(),
    options,
  );
  const origins = [client?.baseUrl, client?.authorizeUrl, client?.tokenUrl].flatMap((url) => url ?? []);
  const national = origins.find((url) => NATIONAL.test(new URL(url).hostname));
  const all =
    national === undefined
      ? problems
      : [...problems, `${national} is of a national cloud of Microsoft’s, and only the worldwide one is supported`];
  if (all.length > 0) throw new Error(`Microsoft Teams Phone cannot start: ${all.join('; ')}.`);
  return client;
}
