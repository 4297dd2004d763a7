/** What is used of a pool of `pg`. */
interface Supplier {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly options: { readonly max?: number };
  /** Makes a session beside the pool. */
  readonly Client: new (options: object) => Beside;
  on(event: 'connect' | 'remove', listener: (session: Taken) => void): unknown;
  on(event: 'acquire' | 'release' | 'remove', listener: () => void): unknown;
}

interface Taken {
  /** The server's process that works for it; null before it is connected. */
  readonly processID: number | null;
}

interface Beside {
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  query(text: string, values: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  end(): Promise<void>;
}

/** Twice as long as anybody waits for a session. */
const PATIENCE_MS = 30_000;
const BESIDE_MS = 2_000;

/** Watches whether a copy of the host still gets sessions of its database. */
export class SessionSupply {
  private pool: Supplier | null = null;
  private readonly open = new Set<Taken>();
  private movedAt = performance.now();

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  watch(pool: Supplier): void {
    this.pool = pool;
    const moved = (): void => void (this.movedAt = performance.now());
    for (const event of ['acquire', 'release', 'remove'] as const) pool.on(event, moved);
    pool.on('connect', (session) => void this.open.add(session));
    pool.on('remove', (session) => void this.open.delete(session));
  }

  /**
   * Whether every session is taken and none has been given or returned for long, while the database gives sessions to
   * others and works for none of these: then only a restart helps. It does not help where the database is away, nor where
   * the sessions wait for it: for a table that somebody holds, or a disk that stands still.
   */
  async isExhausted(): Promise<boolean> {
    const { pool } = this;
    if (pool === null || !this.stands(pool)) return false;
    return (await worksForNone(pool, this.open)) && this.stands(pool);
  }

  private stands({ totalCount, idleCount, options }: Supplier): boolean {
    const isFull = idleCount === 0 && totalCount >= (options.max ?? Infinity);
    return isFull && performance.now() - this.movedAt > this.patienceMs;
  }
}

const ACTIVE = "select 1 from pg_stat_activity where pid = any($1::int[]) and state = 'active' limit 1";

/** False also where a session beside them is not to be had. */
async function worksForNone({ Client, options }: Supplier, sessions: Iterable<Taken>): Promise<boolean> {
  const beside = new Client({ ...options, connectionTimeoutMillis: BESIDE_MS, query_timeout: BESIDE_MS });
  beside.on('error', () => undefined);
  try {
    await beside.connect();
    const { rows } = await beside.query(ACTIVE, [Array.from(sessions, ({ processID }) => processID)]);
    return rows.length === 0;
  } catch {
    return false;
  } finally {
    await beside.end().catch(() => undefined);
  }
}
