import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { type ProviderClient, type ProviderClientOptions, readProviderClient } from 'prodoscore-phone-systems';
import { ACME_PHONE } from './descriptor.js';
import { ACME_PHONE_CLIENT, AcmePhone } from './provider.js';

/** Installs Acme Phone beside the host's other phone systems. */
@Module({})
export class AcmePhoneModule {
  /** @param options what the environment (`ACME_PHONE_CLIENT_ID` and so on) shall not decide */
  static forRoot(options: ProviderClientOptions = {}): DynamicModule {
    return {
      module: AcmePhoneModule,
      imports: [ConfigModule],
      providers: [{ provide: ACME_PHONE_CLIENT, inject: [ConfigService], useFactory: clientFrom(options) }, AcmePhone],
      exports: [AcmePhone],
    };
  }
}

const clientFrom =
  (options: ProviderClientOptions) =>
  (config: ConfigService): ProviderClient | null => {
    const variable = (name: string): string | undefined => config.get<unknown>(name)?.toString();
    const { client, problems } = readProviderClient(ACME_PHONE, variable, options);
    if (problems.length > 0) throw new Error(`Acme Phone cannot start: ${problems.join('; ')}.`);
    return client;
  };
