import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { ProviderClientOptions } from 'prodoscore-phone-systems';

export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN: RINGCENTRAL_OPTIONS,
  OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<ProviderClientOptions>({ moduleName: 'RingCentral' })
  .setClassMethodName('forRoot')
  .build();
