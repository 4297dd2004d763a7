import { Module, type NestModule } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CallsModule } from '../calls/index.js';
import { ConnectionModule } from '../connection/index.js';
import { JobsModule } from '../jobs/index.js';
import { MappingModule } from '../mapping/index.js';
import { MetricsModule } from '../metrics/index.js';
import { PrivacyModule } from '../privacy/index.js';
import { RegistryModule } from '../registry/index.js';
import { ScoringModule } from '../scoring/index.js';
import { ADDRESSES, addressesOf } from './addresses.js';
import { AssuranceController } from './assurance.controller.js';
import { AuditController } from './audit.controller.js';
import { CallSubject } from './call-subject.js';
import { CallsController } from './calls.controller.js';
import { ChangeStream } from './change-stream.service.js';
import { ConnectController } from './connect.controller.js';
import { ConnectionController } from './connection.controller.js';
import { DayObjectionsController } from './day-objections.controller.js';
import { DaySubject } from './day-subject.js';
import { DaysController } from './days.controller.js';
import { describe } from './describing.js';
import { EntranceCheck } from './entrance-check.service.js';
import { ErasuresController } from './erasures.controller.js';
import { FetchesController } from './fetches.controller.js';
import { FormerAccountsController } from './former-accounts.controller.js';
import { HooksController } from './hooks.controller.js';
import { KeysController } from './keys.controller.js';
import { MappingsFileController } from './mappings-file.controller.js';
import { MappingsController } from './mappings.controller.js';
import { NoticeBoard } from './notice-board.service.js';
import { NoticeController } from './notice.controller.js';
import { ObjectionSubject } from './objection-subject.js';
import { ObjectionsController } from './objections.controller.js';
import { OwnSubject } from './own-subject.js';
import { PageEnds } from './page-ends.js';
import { PeopleDaysController } from './people-days.controller.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PhoneSystemsController } from './phone-systems.controller.js';
import { Places } from './places.service.js';
import { Platform } from './platform.js';
import { ReadersController } from './readers.controller.js';
import { RulesController } from './rules.controller.js';
import { TeamSubject } from './team-subject.js';
import { wrongMethodsOf } from './wrong-methods.js';

const CONTROLLERS = [
  AssuranceController,
  AuditController,
  PersonalDataController,
  ReadersController,
  ErasuresController,
  DaysController,
  DayObjectionsController,
  ObjectionsController,
  NoticeController,
  PeopleDaysController,
  CallsController,
  RulesController,
  PhoneSystemsController,
  ConnectController,
  KeysController,
  ConnectionController,
  FormerAccountsController,
  MappingsController,
  MappingsFileController,
  FetchesController,
  HooksController,
];

/**
 * The HTTP surface. Fixed names come before `:key`, so that no phone system's key can stand in their way.
 *
 * @throws Error at start on another platform than Express and Fastify
 */
@Module({
  imports: [
    RegistryModule,
    ConnectionModule,
    CallsModule,
    JobsModule,
    MappingModule,
    PrivacyModule,
    ScoringModule,
    MetricsModule,
  ],
  controllers: [...CONTROLLERS, wrongMethodsOf(CONTROLLERS)],
  providers: [
    ...[
      CallSubject,
      ChangeStream,
      DaySubject,
      EntranceCheck,
      NoticeBoard,
      OwnSubject,
      ObjectionSubject,
      PageEnds,
      Places,
      Platform,
      TeamSubject,
    ],
    {
      provide: ADDRESSES,
      useFactory: (reflector: Reflector) => addressesOf(reflector, CONTROLLERS),
      inject: [Reflector],
    },
    // Before the host can ask for its document.
    { provide: describe, useFactory: describe },
  ],
})
export class HttpModule implements NestModule {
  constructor(private readonly platform: Platform) {}

  configure(): void {
    this.platform.prepare();
  }
}
