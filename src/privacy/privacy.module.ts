import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { MetricsModule } from '../metrics/index.js';
import { ScoringModule } from '../scoring/index.js';
import { Assurances } from './assurances.service.js';
import { Bounding } from './bounding.service.js';
import { DataSummaries } from './data-summaries.service.js';
import { PersonEraser } from './erase-person.service.js';
import { StrangerEraser } from './erase-stranger.service.js';
import { RegistryModule } from '../registry/index.js';
import { Looks } from './looks.service.js';
import { Notices } from './notices.service.js';
import { Objections } from './objections.service.js';
import { PersonalData } from './personal-data.service.js';
import { Readers } from './readers.service.js';
import { Retention } from './retention.service.js';
import { TakingNoPart } from './taking-no-part.service.js';

const SERVICES = [
  Assurances,
  Bounding,
  DataSummaries,
  Looks,
  Notices,
  Objections,
  PersonEraser,
  PersonalData,
  Readers,
  Retention,
  StrangerEraser,
  TakingNoPart,
];

@Module({
  imports: [AccessModule, MetricsModule, RegistryModule, ScoringModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class PrivacyModule {}
