import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { CallsModule } from '../calls/index.js';
import { ConnectionModule } from '../connection/index.js';
import { DirectoryModule } from '../directory/index.js';
import { MappingModule } from '../mapping/index.js';
import { MetricsModule } from '../metrics/index.js';
import { PrivacyModule } from '../privacy/index.js';
import { QueueModule } from '../queue/index.js';
import { RegistryModule } from '../registry/index.js';
import { ScoringModule } from '../scoring/index.js';
import { AccountWatch } from './account-watch.service.js';
import { AlertWatch } from './alert-watch.service.js';
import { AlertJob } from './alert.job.js';
import { BoundJob } from './bound.job.js';
import { DeliverJob } from './deliver.job.js';
import { FetchJob } from './fetch.job.js';
import { Gauges } from './gauges.service.js';
import { HostNewsReader } from './host-news-reader.service.js';
import { HostNews } from './host-news.js';
import { scheduleBesideTheHost } from './host-schedule.js';
import { KeepGrantsJob } from './keep-grants.job.js';
import { PhoneSystemHealth } from './phone-system-health.service.js';
import { PublishJob } from './publish.job.js';
import { RenewJob } from './renew.job.js';
import { RetentionJob } from './retention.job.js';
import { ScoreJob } from './score.job.js';
import { TermsWatch } from './terms-watch.service.js';
import { Ticker } from './ticker.service.js';

@Module({
  imports: [
    AccessModule,
    CallsModule,
    ConnectionModule,
    DirectoryModule,
    MappingModule,
    MetricsModule,
    PrivacyModule,
    QueueModule,
    RegistryModule,
    ScoringModule,
    scheduleBesideTheHost(),
  ],
  providers: [
    AccountWatch,
    AlertJob,
    AlertWatch,
    BoundJob,
    DeliverJob,
    FetchJob,
    Gauges,
    { provide: HostNews, useClass: HostNewsReader },
    KeepGrantsJob,
    PhoneSystemHealth,
    PublishJob,
    RenewJob,
    RetentionJob,
    ScoreJob,
    TermsWatch,
    Ticker,
  ],
  exports: [DeliverJob, HostNews, PhoneSystemHealth, QueueModule],
})
export class JobsModule {}
