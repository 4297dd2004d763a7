import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { type ProviderClient, type ProviderClientOptions, readProviderClient } from 'prodoscore-phone-systems';
import { RINGCENTRAL } from './ringcentral.descriptor.js';
import { RINGCENTRAL_CLIENT, RingCentralPhoneSystem } from './ringcentral.provider.js';

/** Installs RingCentral beside the host's other phone systems. */
@Module({})
export class RingCentralModule {
  static forRoot(options: ProviderClientOptions = {}): DynamicModule {
    return {
      module: RingCentralModule,
      imports: [ConfigModule],
      providers: [
        { provide: RINGCENTRAL_CLIENT, inject: [ConfigService], useFactory: clientFrom(options) },
        RingCentralPhoneSystem,
      ],
      exports: [RingCentralPhoneSystem],
    };
  }
}

const clientFrom =
  (options: ProviderClientOptions) =>
  (config: ConfigService): ProviderClient | null => {
    const variable = (name: string): string | undefined => config.get<unknown>(name)?.toString();
    const { client, problems } = readProviderClient(RINGCENTRAL, variable, options);
    if (problems.length > 0) throw new Error(`RingCentral cannot start: ${problems.join('; ')}.`);
    return client;
  };
