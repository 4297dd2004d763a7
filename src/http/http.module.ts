import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CallsModule } from '../calls/index.js';
import { ConnectionModule } from '../connection/index.js';
import { MappingModule } from '../mapping/index.js';
import { MetricsModule } from '../metrics/index.js';
import { PrivacyModule } from '../privacy/index.js';
import { RegistryModule } from '../registry/index.js';
import { ScoringModule } from '../scoring/index.js';
import { AuditController } from './audit.controller.js';
import { CallSubject } from './call-subject.js';
import { CallsController } from './calls.controller.js';
import { ChangeStream } from './change-stream.service.js';
import { ConnectController } from './connect.controller.js';
import { ConnectionController } from './connection.controller.js';
import { DaySubject } from './day-subject.js';
import { DaysController } from './days.controller.js';
import { FetchesController } from './fetches.controller.js';
import { HooksController } from './hooks.controller.js';
import { MappingsFileController } from './mappings-file.controller.js';
import { MappingsController } from './mappings.controller.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PhoneSystemsController } from './phone-systems.controller.js';
import { RulesController } from './rules.controller.js';

/**
 * The HTTP surface. Fixed names come before `:key`, so that no phone system's key can stand in their way.
 *
 * @throws Error at start on another platform than Express: redirects and deliveries use Node's own requests and answers
 */
@Module({
  imports: [RegistryModule, ConnectionModule, CallsModule, MappingModule, PrivacyModule, ScoringModule, MetricsModule],
  controllers: [
    AuditController,
    PersonalDataController,
    DaysController,
    CallsController,
    RulesController,
    PhoneSystemsController,
    ConnectController,
    ConnectionController,
    MappingsController,
    MappingsFileController,
    FetchesController,
    HooksController,
  ],
  providers: [CallSubject, ChangeStream, DaySubject],
})
export class HttpModule implements OnModuleInit {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onModuleInit(): void {
    // A host that serves nothing, such as a command, has no platform.
    const { httpAdapter } = this.adapterHost as { readonly httpAdapter?: HttpAdapterHost['httpAdapter'] };
    const platform = httpAdapter?.getType() ?? 'express';
    if (platform === 'express') return;
    throw new Error(
      `The phone systems cannot start on ${platform}: they need @nestjs/platform-express. Install it, and create the application without another adapter.`,
    );
  }
}
