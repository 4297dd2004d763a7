import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { DialpadModuleOptions } from './dialpad.settings.js';

export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN: DIALPAD_OPTIONS,
  OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<DialpadModuleOptions>({ moduleName: 'Dialpad' })
  .setClassMethodName('forRoot')
  .build();
