import { randomBytes } from 'node:crypto';
import { sharedLook } from '../support/shared-look.js';

/** What is used of a pool of `pg`: to make a session beside it. */
interface Supplier {
  readonly options: object;
  readonly Client: new (options: object) => Beside;
}

interface Beside {
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  query(text: string, values: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  end(): Promise<void>;
}

/** Twice as long as anybody waits for a session. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 2_000;

/** The sessions that a copy of the host has with its database server. */
export class SessionSupply {
  /** What they call themselves (`application_name`): the server's own number for each is a pooler's, where one stands between. */
  readonly name = `phone-systems ${randomBytes(4).toString('hex')}`;
  private pool: Supplier | null = null;

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /** @param pool makes sessions of the same kind; without one, as with the embedded database, nobody is ever without */
  watch(pool: Supplier): void {
    this.pool = pool;
  }

  /**
   * @param name what the sessions that are looked after call themselves
   * @param ask asks the database something through them
   */
  watchOver(name: string, ask: () => Promise<unknown>): SessionWatch {
    const { pool } = this;
    return new SessionWatch(
      ask,
      () => (pool === null ? Promise.resolve(false) : worksForNone(pool, name)),
      this.patienceMs,
    );
  }
}

/**
 * Looks whether what is asked through some sessions is answered. They are stuck where nothing has been for long, though the
 * database answers others and works for none of these: then only a restart helps. It does not help where the database is
 * away, nor where the sessions wait for it: for a table that somebody holds, or a disk that stands still.
 */
export class SessionWatch {
  /** Looks again; who comes meanwhile waits for the same look. */
  readonly look: () => Promise<void>;
  private readonly asked: () => Promise<boolean>;
  private unansweredSince: number | null = null;
  private stuck = false;

  constructor(
    ask: () => Promise<unknown>,
    private readonly worksForNone: () => Promise<boolean>,
    private readonly patienceMs: number,
  ) {
    this.look = sharedLook(() => this.lookAgain());
    this.asked = sharedLook(async () => {
      await ask();
      // Also where nobody waits for it any more.
      this.unansweredSince = null;
      this.stuck = false;
      return true;
    });
  }

  /** As the last look found it. */
  get isStuck(): boolean {
    return this.stuck;
  }

  private async lookAgain(): Promise<void> {
    const from = performance.now();
    if (await inTime(this.asked())) return;
    this.unansweredSince ??= from;
    if (performance.now() - this.unansweredSince < this.patienceMs) return;
    const worksForNone = await this.worksForNone();
    this.stuck = worksForNone && this.unansweredSince !== null;
  }
}

/** False where it fails or takes too long. */
async function inTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), LOOK_MS)));
  try {
    return await Promise.race([answer.catch(() => false), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

const ACTIVE = `select 1 from pg_stat_activity
  where application_name = $1 and state = 'active' and pid <> pg_backend_pid() limit 1`;

/** False also where a session beside them is not to be had. */
async function worksForNone({ Client, options }: Supplier, name: string): Promise<boolean> {
  const beside = new Client({ ...options, connectionTimeoutMillis: LOOK_MS, query_timeout: LOOK_MS });
  beside.on('error', () => undefined);
  try {
    await beside.connect();
    const { rows } = await beside.query(ACTIVE, [name]);
    return rows.length === 0;
  } catch {
    return false;
  } finally {
    await beside.end().catch(() => undefined);
  }
}
