import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';

/** Shows operators whether the host takes its scores. */
@Injectable()
export class ScoringGauges implements OnModuleInit {
  constructor(
    private readonly metrics: PhoneSystemMetrics,
    private readonly database: TenantDatabase,
  ) {}

  onModuleInit(): void {
    this.metrics.measure({
      name: 'day_scores_waiting',
      help: 'Day scores that the host has not taken yet.',
      labels: [],
      read: async () => {
        const [row] = await this.database
          .acrossTenants()
          .execute<[{ value: number }]>(
            'select count(*)::int as value from phone_system.day_score where published_revision < revision',
          );
        return [{ labels: {}, value: row.value }];
      },
    });
  }
}
