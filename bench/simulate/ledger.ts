import pg from 'pg';

/** What stands in the database at one moment. */
export interface State {
  readonly calls: number;
  readonly bytes: number;
  /** Connections whose history is not walked to its end. */
  readonly unfinished: number;
  readonly daysWaiting: number;
  /** Seconds from `completeUntil` to now. */
  readonly lag: { readonly p50: number; readonly p99: number };
  /** Seconds for which the round that is due longest has been due. */
  readonly overdue: number;
}

interface JobRow {
  readonly id: string;
  readonly waited: number;
  readonly took: number | null;
  readonly startedAt: number;
}

/** Reads the books of one host's database, beside the host. */
export class Ledger {
  private readonly jobs = new Map<string, JobRow>();
  private since = 0;

  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<Ledger> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new Ledger(client);
  }

  async state(): Promise<State> {
    const { rows } = await this.client.query<Record<keyof State | 'lagP50' | 'lagP99', number>>(
      `select (select count(*)::float8 from phone_system.call_record) as calls,
         pg_database_size(current_database())::float8 as bytes,
         (select count(*)::float8 from phone_system.connection where complete_until is null) as unfinished,
         ((select count(*) from phone_system.changed_phone_user_day)
           + (select count(*) from phone_system.changed_employee_day))::float8 as "daysWaiting",
         lag.p50 as "lagP50", lag.p99 as "lagP99",
         (select coalesce(max(extract(epoch from clock_timestamp() - next_near_at)), 0)::float8
          from phone_system.connection
          where status <> 'disconnected' and next_near_at < clock_timestamp()) as overdue
       from (select percentile_cont(0.5) within group (order by s) as p50, percentile_cont(0.99) within group (order by s) as p99
         from (select extract(epoch from clock_timestamp() - complete_until)::float8 as s
           from phone_system.connection where status <> 'disconnected') seconds) lag`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('The database answers nothing.');
    return { ...row, lag: { p50: row.lagP50, p99: row.lagP99 } };
  }

  /**
   * Puts far rounds and comparisons where they would be, had the tenants connected at any hour of any day: evenly over
   * their intervals. What is complete until later than the last far round then stays stored, and is claimed no longer.
   */
  async spread(farSeconds: number, reconcileSeconds: number): Promise<void> {
    await this.client.query(
      `update phone_system.connection set next_far_at = spread.at,
         complete_until = least(complete_until, spread.at - $1 * interval '1 second'),
         next_reconciliation_at = now() + random() * $2 * interval '1 second'
       from (select id, now() + random() * $1 * interval '1 second' as at from phone_system.connection) spread
       where spread.id = connection.id`,
      [farSeconds, reconcileSeconds],
    );
  }

  /** So many tenants stay, the others disconnect. */
  async leave(tenants: number): Promise<void> {
    await this.client.query(
      `update phone_system.connection set status = 'disconnected', fence = fence + 1
       where status <> 'disconnected' and id not in (
         select id from phone_system.connection where status <> 'disconnected' order by tenant_id limit $1)`,
      [tenants],
    );
  }

  /** From now on jobs are counted. */
  beginJobs(): void {
    this.jobs.clear();
    this.since = Date.now();
  }

  /** Ended jobs are kept for a minute only, so this is done more often. */
  async noteJobs(): Promise<void> {
    const { rows } = await this.client.query<JobRow>(
      `select id, extract(epoch from started_on - created_on)::float8 as waited,
         extract(epoch from completed_on - started_on)::float8 as took,
         (extract(epoch from started_on) * 1000)::float8 as "startedAt"
       from phone_system_queue.job where name = 'fetch' and started_on >= to_timestamp($1 / 1000.0)`,
      [this.since],
    );
    for (const row of rows) this.jobs.set(row.id, row);
  }

  /** Seconds that a fetch waited in the queue, and seconds that all together took. */
  fetches(): { readonly count: number; readonly p50: number; readonly p99: number; readonly busy: number } {
    const all = [...this.jobs.values()];
    const waited = all.map(({ waited: seconds }) => seconds).sort((a, b) => a - b);
    const at = (share: number): number => waited[Math.min(waited.length - 1, Math.floor(waited.length * share))] ?? NaN;
    return {
      count: all.length,
      p50: at(0.5),
      p99: at(0.99),
      busy: all.reduce((sum, { took }) => sum + (took ?? 0), 0),
    };
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
