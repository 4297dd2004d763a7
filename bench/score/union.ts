import { creditTalk } from '../../src/scoring/credit.js';
import type { Measure } from '../support/report.js';
import type { Company, TalkRow } from './company.js';

const RUNS = 3;

/**
 * Who had how much: every person's time is credited record by record in this process, and united by PostgreSQL from a
 * table that has nothing else in it, which is kinder to it than the table of records would be.
 */
export async function compareUnions(company: Company): Promise<Measure[]> {
  const rows = await company.talks();
  const people = new Map<number, (TalkRow & { externalId: string; conversationId: string })[]>();
  for (const [index, row] of rows.entries()) {
    const talk = { ...row, externalId: String(index), conversationId: '' };
    const known = people.get(row.line);
    if (known === undefined) people.set(row.line, [talk]);
    else known.push(talk);
  }
  const inProcess = await best(() => Promise.resolve(creditAll(people)));
  const inDatabase = await best(() => unite(company));
  const different = [...inProcess.value].filter(([line, ms]) => inDatabase.value.get(line) !== ms).length;
  return [
    { name: 'union and credit in process, ms', value: inProcess.ms, note: `${rows.length} records, best of ${RUNS}` },
    { name: 'union by range_agg, ms', value: inDatabase.ms, note: `the same, best of ${RUNS}` },
    { name: 'in process, times as fast', value: inDatabase.ms / inProcess.ms, goal: { atLeast: 2 } },
    {
      name: 'people whose union differs by a millisecond or more',
      value: different + Math.abs(inProcess.value.size - inDatabase.value.size),
      goal: { atMost: 0 },
      note: `${inProcess.value.size} people`,
    },
  ];
}

type Unions = ReadonlyMap<number, number>;

function creditAll(people: ReadonlyMap<number, readonly (TalkRow & { externalId: string; conversationId: string })[]>) {
  const unions = new Map<number, number>();
  for (const [line, talks] of people) {
    let sum = 0;
    for (const { credited } of creditTalk(talks, 'employee'))
      sum += credited === null ? 0 : credited.to - credited.from;
    unions.set(line, sum);
  }
  return unions;
}

async function unite(company: Company): Promise<Unions> {
  const rows = await company.em.execute<{ line: number; ms: string }[]>(
    `select line, (select sum(upper(part) - lower(part)) from unnest(united) part) as ms
     from (select line, range_agg(int8range("from", "to")) as united from talk group by line) by_line`,
  );
  return new Map(rows.map(({ line, ms }) => [line, Number(ms)]));
}

async function best<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  let fastest: { value: T; ms: number } | null = null;
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    const value = await work();
    const ms = performance.now() - begun;
    if (fastest === null || ms < fastest.ms) fastest = { value, ms };
  }
  if (fastest === null) throw new Error('Nothing was measured.');
  return fastest;
}
