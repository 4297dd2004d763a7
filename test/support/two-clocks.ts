import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PhoneSystemOrm } from '../../src/storage/index.js';

/**
 * The host's and the database's clock in a test's hand. Both stand still until the test moves them, and the host's may
 * show another time than the database's: nothing sleeps, and a year passes in as long as its work takes.
 *
 * The database's is a sequence: what it shows is seen by every connection at once, is not rolled back, and updates no
 * row. Functions of PostgreSQL's own names read it, in a schema that the search path names before PostgreSQL's.
 */
export class TwoClocks {
  private readonly host: HostClock;
  private database: SqlEntityManager | null = null;

  /**
   * Takes the host's clock; {@link giveBack} returns it. Take it before the embedded database is opened, which goes by
   * the same.
   */
  constructor(private shown: number) {
    this.host = HostClock.take(shown);
  }

  /** Takes the database's clock as well. It is kept as long as the database stands. */
  async takeFrom(orm: PhoneSystemOrm): Promise<void> {
    const em = orm.em.fork();
    for (const statement of SHOWN) await em.execute(statement);
    const path = 'clock_in_hand, pg_catalog, public';
    if (orm.role.embedded) {
      await em.execute(`set search_path to ${path}`);
    } else {
      const [{ name } = { name: '' }] = await em.execute<{ name: string }[]>('select current_database() as name');
      await em.execute(`alter database "${name}" set search_path to ${path}`);
      // What is open already was opened with the path as it was.
      await orm.reconnect();
    }
    this.database = em;
    await this.show();
  }

  /** What a clock that is right shows: the database's. */
  get now(): number {
    return this.shown;
  }

  /** Both go on, the one as far as the other. */
  async pass(ms: number): Promise<void> {
    this.shown += ms;
    this.host.pass(ms);
    await this.show();
  }

  /** Somebody sets the host's clock. What it measures durations with goes on as it went. */
  setHostAhead(ms: number): void {
    this.host.at = this.shown + ms;
  }

  /** A process begins: what it measures durations with takes the time that the host's clock shows now. */
  beginProcess(): void {
    this.host.anchor();
  }

  /** Another time altogether, for the next test. */
  async begin(at: number): Promise<void> {
    this.shown = at;
    this.host.at = at;
    this.beginProcess();
    await this.show();
  }

  giveBack(): void {
    this.host.giveBack();
  }

  private async show(): Promise<void> {
    await this.database?.execute('select setval(?::regclass, ?)', ['clock_in_hand.shown', Math.round(this.shown)]);
  }
}

const SHOWN = [
  'create schema if not exists clock_in_hand',
  'create sequence if not exists clock_in_hand.shown',
  ...['clock_timestamp', 'now'].map(
    (name) =>
      `create or replace function clock_in_hand.${name}() returns timestamptz language sql volatile as
       'select pg_catalog.to_timestamp(last_value / 1000.0) from clock_in_hand.shown'`,
  ),
  'grant usage on schema clock_in_hand to public',
  'grant select on sequence clock_in_hand.shown to public',
];

/** What this process takes for the time. */
class HostClock {
  private passed: number;
  private origin: number;

  private constructor(
    public at: number,
    private readonly real: { readonly Date: DateConstructor; readonly performance: Performance },
  ) {
    this.passed = real.performance.now();
    this.origin = at - this.passed;
  }

  static take(at: number): HostClock {
    const clock = new HostClock(at, { Date: globalThis.Date, performance: globalThis.performance });
    globalThis.Date = new Proxy(clock.real.Date, {
      construct: (target, args: [], newTarget) =>
        Reflect.construct(target, args.length === 0 ? [clock.at] : args, newTarget) as object,
      get: (target, key) => (key === 'now' ? () => clock.at : (Reflect.get(target, key) as unknown)),
    });
    globalThis.performance = new Proxy(clock.real.performance, {
      get: (target, key) => {
        if (key === 'now') return () => clock.passed;
        if (key === 'timeOrigin') return clock.origin;
        const value = Reflect.get(target, key, target) as unknown;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    return clock;
  }

  pass(ms: number): void {
    this.at += ms;
    this.passed += ms;
  }

  anchor(): void {
    this.origin = this.at - this.passed;
  }

  giveBack(): void {
    globalThis.Date = this.real.Date;
    globalThis.performance = this.real.performance;
  }
}
