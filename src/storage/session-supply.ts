/** What is used of a pool of `pg`. */
interface Supplier {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly options: { readonly max?: number };
  /** Makes a session beside the pool. */
  readonly Client: new (options: object) => Beside;
  on(event: 'acquire' | 'release' | 'remove', listener: () => void): unknown;
}

interface Beside {
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  end(): Promise<void>;
}

/** Twice as long as anybody waits for a session. */
const PATIENCE_MS = 30_000;
const BESIDE_MS = 2_000;

/** Watches whether a copy of the host still gets sessions of its database. */
export class SessionSupply {
  private pool: Supplier | null = null;
  private movedAt = performance.now();

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  watch(pool: Supplier): void {
    this.pool = pool;
    const moved = (): void => void (this.movedAt = performance.now());
    for (const event of ['acquire', 'release', 'remove'] as const) pool.on(event, moved);
  }

  /**
   * Whether every session is taken and none has been given or returned for long, while the database gives sessions to
   * others: then only a restart helps. It does not help where the database is away.
   */
  async isExhausted(): Promise<boolean> {
    const { pool } = this;
    if (pool === null || !this.stands(pool)) return false;
    return (await givesOneBeside(pool)) && this.stands(pool);
  }

  private stands({ totalCount, idleCount, options }: Supplier): boolean {
    const isFull = idleCount === 0 && totalCount >= (options.max ?? Infinity);
    return isFull && performance.now() - this.movedAt > this.patienceMs;
  }
}

async function givesOneBeside({ Client, options }: Supplier): Promise<boolean> {
  const session = new Client({ ...options, connectionTimeoutMillis: BESIDE_MS });
  session.on('error', () => undefined);
  try {
    await session.connect();
    return true;
  } catch {
    return false;
  } finally {
    await session.end().catch(() => undefined);
  }
}
