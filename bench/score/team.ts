import { join } from 'node:path';
import { HelperProcess } from '../support/helper-process.js';
import type { Measure } from '../support/report.js';
import { middleOf } from './again.js';
import { Company } from './company.js';
import { ask } from './requests.js';

const PEOPLE = 100;
const RECORDS = 10_000;
const TURNS = 9;
const SECONDS = 0.5;
const MONTH = 'from=2026-10-01&to=2026-10-30';

/** A month of a hundred people at once, against a month of one of them, in turns. */
export async function compareTeam(): Promise<Measure[]> {
  const company = await Company.found(RECORDS, PEOPLE);
  await company.score();
  await company.em.execute('vacuum analyze');
  const host = HelperProcess.start(join(import.meta.dirname, 'host.process.js'));
  const port = await host.ask<number>('start', { people: PEOPLE, database: company.database.options });
  const one = (): string => `/phone-systems/employees/e${1 + Math.floor(Math.random() * PEOPLE)}/days?${MONTH}`;
  const all = (): string => `/phone-systems/people/days?${MONTH}`;
  for (const path of [one, all]) await ask(port, 1, 2, path);
  const turns: { readonly one: number; readonly all: number }[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    turns.push({ one: (await ask(port, 1, SECONDS, one)).p50, all: (await ask(port, 1, SECONDS, all)).p50 });
  }
  await host.stop();
  await company.close();
  return [
    {
      name: 'a month of 100 people over one of one person',
      value: middleOf(turns.map((turn) => turn.all / turn.one)),
      goal: { atMost: 2 },
      note: `the middle one of ${TURNS} turns, ${middleOf(turns.map((turn) => turn.all)).toFixed(2)} ms`,
    },
  ];
}
