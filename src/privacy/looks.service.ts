import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { rightOf } from '../scoring/index.js';
import { jsonLiteral, type LookedAs, type LookedAt } from '../storage/index.js';
import { Backoff } from '../support/backoff.js';
import { EventLog, wordsOf } from '../tracing/index.js';

const HOUR_MS = 3_600_000;
/** Of one tenant, in memory. More than that is only where nothing can be written for long. */
const MOST_WAITING = 10_000;
const MOST_AT_ONCE = 500;
/** Between two looks for what may be tried again. */
const AGAIN_MS = 5_000;
/** Where it is reached, all is forgotten: what is written down twice stands there once. */
const MOST_REMEMBERED = 50_000;

/** A look that is not written down yet; times by this process's clock. */
interface Look {
  readonly employeeId: string;
  readonly readerId: string;
  readonly what: LookedAt;
  readonly as: LookedAs;
  readonly first: number;
  /** Of the same again: an hour may have ended in between. */
  last: number;
}

/**
 * Writes down who opened whose days, calls and data: once an hour, reader, person and kind of thing, by the database's clock.
 * Who opens them does not wait for it. What cannot be written now is kept in memory and tried again; what is lost is counted
 * and told (`docs/adr/0018`).
 */
@Injectable()
export class Looks implements OnApplicationShutdown {
  private readonly log = new EventLog(Looks.name);
  private readonly rests = new Backoff();
  /** By tenant, then by what makes a look another one. */
  private readonly waiting = new Map<string, Map<string, Look>>();
  /** Of those that are written: until when, by this process's clock, the hour lasts in which they are. */
  private readonly remembered = new Map<string, number>();
  private writing: Promise<void> | null = null;
  private again: ReturnType<typeof setTimeout> | undefined;
  private lost = 0;

  constructor(
    private readonly database: TenantDatabase,
    private readonly metrics: PhoneSystemMetrics,
  ) {}

  /** Notes that a caller was shown something of these people; nobody looks at themselves. */
  note(caller: Caller, employeeIds: readonly string[], what: LookedAt): void {
    const { tenantId, employeeId: readerId } = caller;
    const as = rightOf(caller);
    for (const employeeId of employeeIds) {
      if (employeeId !== readerId) this.noteOne(tenantId, { employeeId, readerId, what, as });
    }
  }

  /** Writes down what waits, but for what rests because it could not be written. Never throws. */
  write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null;
      clearTimeout(this.again);
      if (this.waiting.size > 0) this.again = setTimeout(() => void this.write(), AGAIN_MS).unref();
    });
    return this.writing;
  }

  /** Before the database closes. */
  async onApplicationShutdown(): Promise<void> {
    await this.writing;
    clearTimeout(this.again);
    for (const tenantId of this.waiting.keys()) while (this.waiting.has(tenantId) && (await this.writeOf(tenantId)));
    const left = [...this.waiting.values()].reduce((count, looks) => count + looks.size, 0);
    if (left > 0) this.lose(left);
    if (this.lost > 0) this.log.warn('looks-lost', LOST, { lost: this.lost });
  }

  private noteOne(tenantId: string, look: Omit<Look, 'first' | 'last'>): void {
    const key = JSON.stringify([tenantId, look.employeeId, look.readerId, look.what]);
    const now = performance.now();
    if ((this.remembered.get(key) ?? 0) > now) return;
    const looks = this.waiting.get(tenantId) ?? new Map<string, Look>();
    const same = looks.get(key);
    if (same !== undefined) same.last = now;
    else if (looks.size >= MOST_WAITING) this.lose(1);
    else this.waiting.set(tenantId, looks.set(key, { ...look, first: now, last: now }));
    if (this.rests.allows(tenantId)) void this.write();
  }

  private async writeAll(): Promise<void> {
    for (let tenantId = this.due(); tenantId !== undefined; tenantId = this.due()) await this.writeOf(tenantId);
  }

  private due(): string | undefined {
    return [...this.waiting.keys()].find((tenantId) => this.rests.allows(tenantId));
  }

  /**
   * Some of one tenant's.
   *
   * @returns whether they are written
   */
  private async writeOf(tenantId: string): Promise<boolean> {
    const looks = this.waiting.get(tenantId) ?? new Map<string, Look>();
    const batch = [...looks].slice(0, MOST_AT_ONCE).map(([key, look]) => ({ key, ...look }));
    const begun = performance.now();
    try {
      const { written, intoHourMs } = await this.insert(tenantId, batch, begun);
      this.metrics.looked('written', written);
      this.rests.succeeded(tenantId);
      for (const { key, last } of batch) {
        // What was noted of it meanwhile waits on.
        if (looks.get(key)?.last === last) looks.delete(key);
        if (begun - last <= intoHourMs) this.remember(key, begun + HOUR_MS - intoHourMs);
      }
      if (looks.size === 0) this.waiting.delete(tenantId);
      return true;
    } catch (error) {
      this.rests.failed(tenantId);
      const facts = { tenant: tenantId, waiting: looks.size, lost: this.lost };
      this.log.warn('looks-not-written', `Who looked at whose days is tried again later: ${wordsOf(error)}`, facts);
      return false;
    }
  }

  /** @returns how many were new, and how long the database's hour had lasted then */
  private async insert(
    tenantId: string,
    batch: readonly Look[],
    now: number,
  ): Promise<{ readonly written: number; readonly intoHourMs: number }> {
    const seen = batch.flatMap(({ first, last, ...look }) =>
      (first === last ? [first] : [first, last]).map((at) => ({ ...look, agoMs: now - at })),
    );
    const [row] = await this.database
      .of(tenantId)
      .execute<{ written: number; intoHourMs: number }[]>(INSERT, [jsonLiteral(seen), tenantId]);
    return row ?? { written: 0, intoHourMs: HOUR_MS };
  }

  private remember(key: string, until: number): void {
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, until);
  }

  private lose(count: number): void {
    this.lost += count;
    this.metrics.looked('lost', count);
  }
}

const LOST = 'Who looked at whose days could not be written down for too long, and is lost.';

/**
 * In one order, so that two copies that write the same rows do not wait for each other. Of who was erased nothing is
 * written: there was nothing to see.
 */
const INSERT = `with now as (select date_trunc('milliseconds', clock_timestamp()) as at),
  written as (
    insert into phone_system.look (tenant_id, employee_id, hour, reader_id, what, looked_as, looked_at)
    select e.tenant_id, e.id, date_trunc('hour', seen.at, 'UTC'), seen.reader, seen.what, seen.looked_as, seen.at
    from (
      select l."employeeId" as employee, l."readerId" as reader, l.what, l."as" as looked_as,
        date_trunc('milliseconds', now.at - l."agoMs" * interval '1 millisecond') as at
      from jsonb_to_recordset(?::jsonb) as l ("employeeId" text, "readerId" text, what text, "as" text, "agoMs" float8), now
    ) seen
    join phone_system.employee e on e.tenant_id = ? and e.id = seen.employee and e.erased_at is null
    order by e.id, date_trunc('hour', seen.at, 'UTC'), seen.reader, seen.what, seen.at
    on conflict do nothing returning 1)
  select (select count(*)::int from written) as "written",
    (extract(epoch from now.at - date_trunc('hour', now.at, 'UTC')) * 1000)::float8 as "intoHourMs"
  from now`;
