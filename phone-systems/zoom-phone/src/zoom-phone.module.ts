import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { type ProviderClient, type ProviderClientOptions, readProviderClient } from 'prodoscore-phone-systems';
import { ZOOM_PHONE } from './zoom-phone.descriptor.js';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  ZOOM_PHONE_OPTIONS,
} from './zoom-phone.module-definition.js';
import { ZOOM_PHONE_CLIENT, ZoomPhone } from './zoom-phone.provider.js';

/** Installs Zoom Phone beside the host's other phone systems. */
@Module({
  imports: [ConfigModule],
  providers: [
    { provide: ZOOM_PHONE_CLIENT, inject: [ZOOM_PHONE_OPTIONS, ConfigService], useFactory: clientFrom },
    ZoomPhone,
  ],
  exports: [ZoomPhone],
})
export class ZoomPhoneModule extends ConfigurableModuleClass {
  /** @param options what the environment (`ZOOM_PHONE_CLIENT_ID` and so on) shall not decide */
  static override forRoot(options: ProviderClientOptions = {}): DynamicModule {
    return super.forRoot(options);
  }

  /** The same, with options that come from other providers. */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return super.forRootAsync(options);
  }
}

function clientFrom(options: ProviderClientOptions, config: ConfigService): ProviderClient | null {
  const { client, problems } = readProviderClient(ZOOM_PHONE, (name) => config.get<unknown>(name)?.toString(), options);
  if (problems.length > 0) throw new Error(`Zoom Phone cannot start: ${problems.join('; ')}.`);
  return client;
}
