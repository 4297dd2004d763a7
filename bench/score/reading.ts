import { join } from 'node:path';
import { HelperProcess } from '../support/helper-process.js';
import type { Measure } from '../support/report.js';
import { addDays } from '../../src/support/days.js';
import { middleOf } from './again.js';
import { type Company, DAYS, FIRST_DAY } from './company.js';
import { ask, type Run } from './requests.js';

const CONNECTIONS = 8;
const RUNS = 3;
const WARM_UP_SECONDS = 3;

/** Days of anybody, read over HTTP, against a route of the same host that does nothing. */
export async function compareReading(company: Company, seconds: number): Promise<Measure[]> {
  const host = HelperProcess.start(join(import.meta.dirname, 'host.process.js'));
  const port = await host.ask<number>('start', { people: company.people, database: company.database.options });
  const aDay = (): string => {
    const day = addDays(FIRST_DAY, Math.floor(Math.random() * DAYS));
    return `/phone-systems/employees/e${1 + Math.floor(Math.random() * company.people)}/days/${day}`;
  };
  const empty = (): string => '/empty';
  for (const path of [aDay, empty]) await ask(port, CONNECTIONS, WARM_UP_SECONDS, path);
  const days: Run[] = [];
  const empties: Run[] = [];
  for (let run = 0; run < RUNS; run++) {
    empties.push(await ask(port, CONNECTIONS, seconds, empty));
    days.push(await ask(port, CONNECTIONS, seconds, aDay));
  }
  await host.stop();
  const note = `the middle one of ${RUNS} runs, ${CONNECTIONS} connections`;
  const dayRate = middleOf(days.map(({ perSecond }) => perSecond));
  const emptyRate = middleOf(empties.map(({ perSecond }) => perSecond));
  return [
    { name: 'days read a second', value: dayRate, note },
    { name: 'empty Nest route, answers a second', value: emptyRate, note },
    { name: 'days over empty', value: dayRate / emptyRate, goal: { atLeast: 0.4 } },
    {
      name: 'reading a day, p99 over p50',
      value: middleOf(days.map(({ p99, p50 }) => p99 / p50)),
      goal: { atMost: 5 },
      note: `p50 ${middleOf(days.map(({ p50 }) => p50)).toFixed(2)} ms`,
    },
  ];
}
