import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { type ProviderClient, type ProviderClientOptions, readProviderClient } from 'prodoscore-phone-systems';
import { RINGCENTRAL } from './ringcentral.descriptor.js';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  RINGCENTRAL_OPTIONS,
} from './ringcentral.module-definition.js';
import { RINGCENTRAL_CLIENT, RingCentralPhoneSystem } from './ringcentral.provider.js';

/** Installs RingCentral beside the host's other phone systems. */
@Module({
  imports: [ConfigModule],
  providers: [
    { provide: RINGCENTRAL_CLIENT, inject: [RINGCENTRAL_OPTIONS, ConfigService], useFactory: clientFrom },
    RingCentralPhoneSystem,
  ],
  exports: [RingCentralPhoneSystem],
})
export class RingCentralModule extends ConfigurableModuleClass {
  /** @param options what the environment (`RINGCENTRAL_CLIENT_ID` and so on) shall not decide */
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
    RINGCENTRAL,
    (name) => config.get<unknown>(name)?.toString(),
    options,
  );
  if (problems.length > 0) throw new Error(`RingCentral cannot start: ${problems.join('; ')}.`);
  return client;
}
