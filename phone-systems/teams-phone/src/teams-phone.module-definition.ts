import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { ProviderClientOptions } from 'prodoscore-phone-systems';

export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN: TEAMS_PHONE_OPTIONS,
  OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<ProviderClientOptions>({ moduleName: 'TeamsPhone' })
  .setClassMethodName('forRoot')
  .build();
