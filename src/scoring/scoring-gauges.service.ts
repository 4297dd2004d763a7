import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { PhoneSystemMetrics, type Sample } from '../metrics/index.js';

/** Shows operators whether days can be scored, and whether the host takes their scores. */
@Injectable()
export class ScoringGauges implements OnModuleInit {
  constructor(
    private readonly metrics: PhoneSystemMetrics,
    private readonly database: TenantDatabase,
  ) {}

  onModuleInit(): void {
    this.fromDatabase('day_scores_waiting', 'Day scores that the host has not taken yet.', UNPUBLISHED);
    this.fromDatabase('days_failing', 'Days that cannot be scored, and are tried again.', FAILING);
  }

  private fromDatabase(name: string, help: string, sql: string): void {
    const read = async (): Promise<Sample[]> => {
      const [row] = await this.database.acrossTenants().execute<[{ value: number }]>(sql);
      return [{ labels: {}, value: row.value }];
    };
    this.metrics.measure({ name, help, labels: [], read });
  }
}

const UNPUBLISHED = 'select count(*)::int as value from phone_system.day_score where published_revision < revision';

const FAILING = 'select count(*)::int as value from phone_system.changed_employee_day where failed_at is not null';
