import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import type { ProviderClient } from '../../contract/index.js';
import { type ASYNC_OPTIONS_TYPE, ConfigurableModuleClass, DIALPAD_OPTIONS } from './dialpad.module-definition.js';
import { DIALPAD_CLIENT, DialpadPhoneSystem } from './dialpad.provider.js';
import { type DialpadModuleOptions, readDialpadSettings } from './dialpad.settings.js';

/**
 * Installs Dialpad beside the host's other phone systems.
 *
 * @throws Error at start, naming every setting that is wrong
 * @example
 * imports: [PhoneSystemModule.forRoot({ … }), DialpadModule.forRoot()]
 */
@Module({
  imports: [ConfigModule],
  providers: [
    { provide: DIALPAD_CLIENT, inject: [DIALPAD_OPTIONS, ConfigService], useFactory: clientFrom },
    DialpadPhoneSystem,
  ],
  exports: [DialpadPhoneSystem],
})
export class DialpadModule extends ConfigurableModuleClass {
  /**
   * Called once, beside `PhoneSystemModule.forRoot`.
   *
   * @param options what the environment shall not decide
   */
  static override forRoot(options: DialpadModuleOptions = {}): DynamicModule {
    return super.forRoot(options);
  }

  /**
   * The same, with options that come from other providers.
   *
   * @example
   * DialpadModule.forRootAsync({
   *   imports: [VaultModule],
   *   inject: [Vault],
   *   useFactory: async (vault: Vault) => ({ clientId: 'abc', clientSecret: await vault.read('dialpad') }),
   * })
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return super.forRootAsync(options);
  }
}

function clientFrom(options: DialpadModuleOptions, config: ConfigService): ProviderClient | null {
  const { client, problems } = readDialpadSettings((name) => config.get<unknown>(name)?.toString(), options);
  if (problems.length > 0) throw new Error(`Dialpad cannot start: ${problems.join('; ')}.`);
  return client;
}
