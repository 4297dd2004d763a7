import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { ConnectionModule } from '../connection/index.js';
import { MetricsModule } from '../metrics/index.js';
import { RegistryModule } from '../registry/index.js';
import { CallReader } from './call-reader.service.js';
import { Deliveries } from './deliveries.service.js';
import { NearPoll } from './near-poll.service.js';
import { PageStore } from './page-store.service.js';
import { RoundBook } from './round-book.service.js';
import { RoundRest } from './round-rest.service.js';
import { RoundWorker } from './round-worker.service.js';
import { Rounds } from './rounds.service.js';
import { WebhookInbox } from './webhook-inbox.service.js';
import { WindowWalker } from './window-walker.service.js';

@Module({
  imports: [AccessModule, ConnectionModule, MetricsModule, RegistryModule],
  providers: [
    CallReader,
    Deliveries,
    NearPoll,
    PageStore,
    RoundBook,
    RoundRest,
    RoundWorker,
    Rounds,
    WebhookInbox,
    WindowWalker,
  ],
  exports: [Deliveries, RoundBook, RoundRest, RoundWorker, Rounds, WebhookInbox],
})
export class CallsModule {}
