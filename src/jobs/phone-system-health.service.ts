import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { Queue } from '../queue/index.js';
import {
  type AlertKind,
  type ConnectionStatus,
  pendingMigrations,
  PHONE_SYSTEM_ORM,
  type PhoneSystemOrm,
  type ProblemKind,
  type SessionWatch,
} from '../storage/index.js';
import { sharedLook } from '../support/shared-look.js';

const PATIENCE_MS = 2_000;
/** Who asks whether to end a copy waits for a second, usually. */
const LIVENESS_MS = 500;

const STUCK =
  'Nothing that this copy of the host asks its database is answered, for half a minute or longer, though the database answers others and works on nothing of this copy: start it again.';

/** Whether this copy of the host can answer, and what is missing where it cannot. */
export interface Readiness {
  readonly ready: boolean;
  readonly database: 'answers' | 'does not answer';
  readonly queue: 'runs' | 'does not run';
  /** `missing`: the schema is older than this version, because the host runs migrations itself and has not yet. */
  readonly migrations: 'done' | 'missing' | 'unknown';
}

/** Whether this copy of the host still does its work. */
export interface Liveness {
  readonly live: boolean;
  /** What is wrong and helps, for operators; null while nothing is. */
  readonly problem: string | null;
}

/** How one connection is: opaque ids and what stands in its row, nothing of people or calls. */
export interface ConnectionHealth {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly providerKey: string;
  readonly status: ConnectionStatus;
  /** Seconds from `completeUntil` to now; until the history was fetched, from when it was connected or last moved on. */
  readonly lagSeconds: number;
  /** When something was last fetched; null where nothing ever was. */
  readonly lastFetchAt: Date | null;
  /** The kind of the problem that the settings page shows; null where there is none. */
  readonly problem: ProblemKind | null;
  /** The alerts that stand. */
  readonly alerts: readonly AlertKind[];
}

/**
 * What a host's health pages can tell of the phone systems. Inject it from `PhoneSystemModule`; it asks the database
 * each time.
 *
 * @example
 * const { ready } = await health.readiness();
 * response.status(ready ? 200 : 503);
 */
@Injectable()
export class PhoneSystemHealth {
  /** Of each pool of sessions. */
  private readonly watches: readonly SessionWatch[];
  // Anybody may ask a host whether it is ready.
  private readonly shared = sharedLook(() => this.lookWhetherReady());

  constructor(
    @Inject(PHONE_SYSTEM_ORM) private readonly orm: PhoneSystemOrm,
    private readonly tenants: TenantDatabase,
    // As much of it as hosts that see this class may see of it.
    @Inject(Queue) private readonly queue: { readonly sessionName: string; isReady(): Promise<boolean> },
  ) {
    const { sessions } = orm;
    this.watches = [
      sessions.watchOver(sessions.name, () => orm.em.fork().execute('select 1')),
      sessions.watchOver(queue.sessionName, () => queue.isReady()),
    ];
  }

  /**
   * Whether to leave this copy running: a copy that gets no answers from its database through sessions of its own, though
   * the database answers others and works on nothing of this copy, gets none until it is started again. Sessions that only
   * wait for the database are no reason, nor is a database that is away. Never throws, and takes half a second at most:
   * what takes longer to find out is told to who asks next.
   */
  async liveness(): Promise<Liveness> {
    await inTime(Promise.all(this.watches.map((watch) => watch.look())), LIVENESS_MS);
    const isStuck = this.watches.some((watch) => watch.isStuck);
    return { live: !isStuck, problem: isStuck ? STUCK : null };
  }

  /** Never throws, and takes a few seconds at most. All who ask at once cost one look. */
  async readiness(): Promise<Readiness> {
    return await this.shared();
  }

  private async lookWhetherReady(): Promise<Readiness> {
    const missing = await inTime(pendingMigrations(this.orm));
    const database = missing !== null || (await inTime(this.orm.em.fork().execute('select 1'))) !== null;
    const queue = database && (await inTime(this.queue.isReady())) === true;
    return {
      ready: database && queue && missing?.length === 0,
      database: database ? 'answers' : 'does not answer',
      queue: queue ? 'runs' : 'does not run',
      migrations: missing === null ? 'unknown' : missing.length === 0 ? 'done' : 'missing',
    };
  }

  /** Every connection that was not disconnected, of all tenants: for operators. */
  async connections(): Promise<ConnectionHealth[]> {
    const rows = await this.tenants.acrossTenants().execute<(Omit<ConnectionHealth, 'alerts' | 'lastFetchAt'> & Raw)[]>(
      `select c.tenant_id as "tenantId", c.id as "connectionId", c.provider_key as "providerKey", c.status,
         extract(epoch from clock_timestamp() - coalesce(c.complete_until, greatest(c.connected_at, c.moved_at)))::float8 as "lagSeconds",
         (extract(epoch from c.last_fetch_at) * 1000)::float8 as "lastFetchMs", c.problem ->> 'kind' as problem,
         (select string_agg(a.kind, ',' order by a.kind) from phone_system.alert a
          where a.connection_id = c.id and a.over_at is null) as standing
       from phone_system.connection c where c.status <> 'disconnected' order by c.connected_at, c.id`,
    );
    return rows.map(({ lastFetchMs, standing, ...row }) => ({
      ...row,
      lastFetchAt: lastFetchMs === null ? null : new Date(lastFetchMs),
      alerts: (standing ?? '').split(',').filter((kind): kind is AlertKind => kind !== ''),
    }));
  }
}

interface Raw {
  readonly lastFetchMs: number | null;
  readonly standing: string | null;
}

/** Null where it fails or takes too long. */
async function inTime<T>(answer: Promise<T>, patienceMs = PATIENCE_MS): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), patienceMs)));
  try {
    return await Promise.race([answer.catch(() => null), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
