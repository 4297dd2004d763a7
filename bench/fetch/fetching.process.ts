import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { answerQuestions } from '../support/helper-process.js';
import { bareInsertSeconds } from './bare-insert.js';
import type { FetchWanted, FetchSeen } from './fetching.js';
import { House } from './house.js';

const SAMPLE_MS = 250;

let database: TestDatabase | undefined;
let house: House | undefined;
let peak = 0;

const running = (): House => {
  if (house === undefined) throw new Error('Nothing was fetched yet.');
  return house;
};

async function fetch({ client, pace, employees, from }: FetchWanted): Promise<FetchSeen> {
  database = await createTestDatabase();
  house = await House.open(client, pace, employees, database.options);
  const sampling = setInterval(sample, SAMPLE_MS);
  const round = await house.fetchHistory(from);
  clearInterval(sampling);
  return { ...round, peakMebibytes: peak, calls: await house.storedCalls() };
}

/** What the process really needs: garbage that nobody has collected yet is no need. */
function sample(): void {
  globalThis.gc?.();
  peak = Math.max(peak, process.memoryUsage.rss() / 2 ** 20);
}

/** @returns milliseconds of the middle one of some near rounds */
async function nearRoundMs(rounds: number): Promise<number> {
  await running().untilSteady();
  const took: number[] = [];
  for (let index = 0; index < rounds; index++) {
    const { startedAt, finishedAt } = await running().nearRound();
    took.push(finishedAt - startedAt);
  }
  return took.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
}

/** @returns seconds that the database itself needs for the same calls, with nothing else at work */
async function bareInsert(rowsAPage: number): Promise<number> {
  await running().untilSteady();
  return await bareInsertSeconds(running().orm, database?.options.databaseUrl, rowsAPage);
}

answerQuestions({ fetch, nearRoundMs, bareInsert }, async () => {
  await house?.close();
  await database?.drop();
});
