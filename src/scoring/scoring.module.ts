import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { MetricsModule } from '../metrics/index.js';
import { DayScorer } from './day-scorer.service.js';
import { Exclusions } from './exclusions.service.js';
import { PeopleDays } from './people-days.service.js';
import { RulesBook } from './rules-book.service.js';
import { RulesPreview } from './rules-preview.service.js';
import { ScorePublisher } from './score-publisher.service.js';
import { ScoringGauges } from './scoring-gauges.service.js';
import { ScoredDays } from './scored-days.service.js';

/** What calls are worth. It needs the host's score sink from a module that is global. */
@Module({
  imports: [AccessModule, MetricsModule],
  providers: [DayScorer, Exclusions, PeopleDays, RulesBook, RulesPreview, ScoredDays, ScorePublisher, ScoringGauges],
  exports: [DayScorer, Exclusions, PeopleDays, RulesBook, RulesPreview, ScoredDays, ScorePublisher],
})
export class ScoringModule {}
