import { FETCHES_AT_ONCE } from '../../src/jobs/fetch.job.js';
import { extrapolate } from './extrapolation.js';
import { run } from './run.js';
import { readSizes } from './sizes.js';
import { firstTable, needsTable, runsTable } from './tables.js';

const WANTED_TENANTS = 10_000;

/** Has tenants go through some minutes of an ordinary day in real time, and prints what that took. */
export async function simulate(): Promise<void> {
  const sizes = readSizes(process.env);
  console.log(`${sizes.tenants.join(', ')} tenants of ${sizes.people} people, ${sizes.minutes} minutes each.`);
  const { first, runs } = await run(sizes);
  const largest = runs.at(-1);
  if (largest === undefined) return;
  const needs = extrapolate(largest, first, WANTED_TENANTS, FETCHES_AT_ONCE);
  console.log(['', runsTable(runs), firstTable(largest.tenants, first), needsTable(largest, needs)].join('\n\n'));
}
