import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseServer } from './database-server.js';
import type { Figures, Simulation, Span } from './figures.js';
import { Host } from './host.js';
import { Ledger } from './ledger.js';
import { createPlainDatabase } from '../support/plain-database.js';
import type { Sizes } from './sizes.js';
import { type Asked, Vendor } from './vendor.js';

const LATENCY_MS = 100;
/** A far round reaches back a day and an hour. */
const HISTORY_HOURS = 26;
const FAR_SECONDS = 3_600;
const RECONCILE_SECONDS = 86_400;
const LOOK_EVERY_MS = 5_000;
/** People go on calling meanwhile, so there is always a day that waits. */
const FEW_DAYS = 100;
/** After all was fetched, and after tenants have gone. */
const SETTLE_MS = 20_000;

/** What is counted from a moment on. */
interface Counts {
  readonly at: number;
  readonly hostCpu: number;
  readonly databaseCpu: number | null;
  readonly calls: number;
  readonly bytes: number;
}

/**
 * As many tenants as the largest size says on one copy of the host. When all is fetched they are watched for some
 * minutes of an ordinary day; then all but as many as the next smaller size says disconnect, and so on: what one tenant
 * does depends on no other's history, and so it is fetched once.
 */
export async function run({ tenants, people, minutes }: Sizes): Promise<Simulation> {
  const sizes = [...tenants].sort((a, b) => b - a);
  const database = await createPlainDatabase();
  const timeZone = zoneAtNoon(new Date());
  const vendor = await Vendor.start({ tenants: sizes[0] ?? 0, people, timeZone, latencyMs: LATENCY_MS });
  const server = await DatabaseServer.of(database.adminUrl);
  const host = await Host.start({
    client: vendor.client,
    people,
    timeZone,
    historyHours: HISTORY_HOURS,
    databaseUrl: database.url,
  });
  const ledger = await Ledger.open(database.adminUrl);
  const count = async (): Promise<Counts> => {
    const { calls, bytes } = await ledger.state();
    const { cpuSeconds: hostCpu } = await host.usage();
    return { at: performance.now(), hostCpu, databaseCpu: server.cpuSeconds(), calls, bytes };
  };

  const begun = await count();
  await untilAllIsFetched(ledger, vendor);
  const first = between(begun, await count());
  await ledger.spread(FAR_SECONDS, RECONCILE_SECONDS);
  console.log('Everything is fetched.');

  const runs: Figures[] = [];
  for (const size of sizes) {
    await ledger.leave(size);
    await sleep(SETTLE_MS);
    await vendor.askedSinceLast();
    ledger.beginJobs();
    const from = await count();
    const asked = await watch(ledger, vendor, minutes * 60_000);
    const steady = between(from, await count());
    const { lag, overdue, daysWaiting } = await ledger.state();
    const { memoryMebibytes } = await host.usage();
    const figures = {
      tenants: size,
      steady,
      asked,
      fetches: ledger.fetches(),
      lag,
      overdue,
      daysWaiting,
      memoryMebibytes,
    };
    console.log(JSON.stringify({ simulate: figures }));
    runs.unshift(figures);
  }

  await ledger.close();
  await host.stop();
  await vendor.stop();
  await database.drop();
  return { first, runs };
}

const between = (from: Counts, to: Counts): Span => ({
  seconds: (to.at - from.at) / 1_000,
  hostCpu: to.hostCpu - from.hostCpu,
  databaseCpu: from.databaseCpu === null || to.databaseCpu === null ? null : to.databaseCpu - from.databaseCpu,
  calls: to.calls - from.calls,
  bytes: to.bytes - from.bytes,
});

async function untilAllIsFetched(ledger: Ledger, vendor: Vendor): Promise<void> {
  for (;;) {
    const { unfinished, daysWaiting } = await ledger.state();
    if (unfinished === 0 && daysWaiting < FEW_DAYS) return;
    await vendor.askedSinceLast();
    await sleep(LOOK_EVERY_MS);
  }
}

async function watch(ledger: Ledger, vendor: Vendor, ms: number): Promise<Asked> {
  const until = performance.now() + ms;
  let total: Asked = { requests: 0, callPages: 0, refused: 0, failed: 0 };
  while (performance.now() < until) {
    await sleep(Math.min(LOOK_EVERY_MS, Math.max(0, until - performance.now())));
    await ledger.noteJobs();
    const more = await vendor.askedSinceLast();
    total = {
      requests: total.requests + more.requests,
      callPages: total.callPages + more.callPages,
      refused: total.refused + more.refused,
      failed: total.failed + more.failed,
    };
  }
  return total;
}

/** Where it is about noon now, people are at work; on weekends they are not, and make few calls. */
function zoneAtNoon(now: Date): string {
  const ahead = 12 - now.getUTCHours();
  // The sign of these names is the other way round.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
