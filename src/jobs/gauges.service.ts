import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { PhoneSystemMetrics, type Sample } from '../metrics/index.js';
import { Queue } from '../queue/index.js';
import { ALERT } from './alert.job.js';
import { DELIVER } from './deliver.job.js';
import { FETCH } from './fetch.job.js';
import { SCORE } from './score.job.js';

/** What the database tells an operator: the same on every copy, read when somebody looks. */
@Injectable()
export class Gauges implements OnModuleInit {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly queue: Queue,
    private readonly metrics: PhoneSystemMetrics,
  ) {}

  onModuleInit(): void {
    this.fromDatabase('connections', 'Connections, by status.', ['provider', 'status'], CONNECTIONS);
    this.fromDatabase(
      'lag_seconds',
      'Now minus completeUntil (until the history is fetched: since it moved last), of the connection that lags most.',
      ['provider'],
      LAG,
    );
    this.fromDatabase('days_waiting', 'Days that wait to be scored.', [], DAYS_WAITING);
    this.fromDatabase('alerts_waiting', 'Beginnings and ends that the host has not taken.', [], ALERTS_WAITING);
    this.fromDatabase(
      'reconciliation_difference',
      'Calls that were missing here at the last reconciliations of all connections.',
      ['provider'],
      DIFFERENCE,
    );
    this.metrics.measure({
      name: 'queue_depth',
      help: 'Jobs that wait or run.',
      labels: ['queue'],
      read: async () =>
        await Promise.all(
          [FETCH, DELIVER, SCORE, ALERT].map(async (queue) => ({
            labels: { queue },
            value: await this.queue.depth(queue),
          })),
        ),
    });
  }

  /** @param sql answers a column for each label, and `value` */
  private fromDatabase(name: string, help: string, labels: readonly string[], sql: string): void {
    const read = async (): Promise<Sample[]> => {
      const rows = await this.tenants.acrossTenants().execute<Readonly<Record<string, string | number>>[]>(sql);
      return rows.map((row) => ({
        labels: Object.fromEntries(labels.map((label) => [label, String(row[label])])),
        value: Number(row['value']),
      }));
    };
    this.metrics.measure({ name, help, labels, read });
  }
}

const CONNECTIONS = `
  select provider_key as provider, status, count(*)::float8 as value from phone_system.connection group by 1, 2`;

const LAG = `
  select provider_key as provider,
    max(extract(epoch from clock_timestamp() - coalesce(complete_until, greatest(connected_at, moved_at))))::float8 as value
  from phone_system.connection where status <> 'disconnected' group by 1`;

const DAYS_WAITING = `
  select ((select count(*) from phone_system.changed_phone_user_day)
    + (select count(*) from phone_system.changed_employee_day))::float8 as value`;

const ALERTS_WAITING = `
  select coalesce(sum(case when over_at is null then 1 else 2 end - told), 0)::float8 as value
  from phone_system.alert where told < 2`;

const DIFFERENCE = `
  select provider_key as provider, sum(last_difference)::float8 as value
  from phone_system.connection where status <> 'disconnected' and last_difference is not null group by 1`;
