import { ConfigurableModuleBuilder, type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { type ProviderClient, type ProviderClientOptions, readProviderClient } from 'prodoscore-phone-systems';
import { ZOOM_PHONE } from './zoom-phone.descriptor.js';
import { ZOOM_PHONE_CLIENT, ZoomPhone } from './zoom-phone.provider.js';

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<ProviderClientOptions>({
  moduleName: 'ZoomPhone',
})
  .setClassMethodName('forRoot')
  .build();

const clientProvider = {
  provide: ZOOM_PHONE_CLIENT,
  inject: [MODULE_OPTIONS_TOKEN, ConfigService],
  useFactory: (options: ProviderClientOptions, config: ConfigService): ProviderClient | null => {
    const variable = (name: string): string | undefined => config.get<unknown>(name)?.toString();
    const { client, problems } = readProviderClient(ZOOM_PHONE, variable, options);
    if (problems.length > 0) throw new Error(`Zoom Phone cannot start: ${problems.join('; ')}.`);
    return client;
  },
};

/** Installs Zoom Phone beside the host's other phone systems. */
@Module({ imports: [ConfigModule], providers: [clientProvider, ZoomPhone], exports: [ZoomPhone] })
export class ZoomPhoneModule extends ConfigurableModuleClass {
  /** @param options what the environment (`ZOOM_PHONE_CLIENT_ID` and so on) shall not decide */
  static override forRoot(options: ProviderClientOptions = {}): DynamicModule {
    return super.forRoot(options);
  }
}
