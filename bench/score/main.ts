import { type Measure, report } from '../support/report.js';
import { compareScoringAgain } from './again.js';
import { Company } from './company.js';
import { compareReading } from './reading.js';
import { readSizes } from './sizes.js';
import { compareTeam } from './team.js';
import { compareUnions } from './union.js';

export async function benchScore(): Promise<void> {
  if (!process.env['DATABASE_URL']) {
    console.log('Skipped: scoring is compared with a PostgreSQL server; give one in DATABASE_URL, or run bench:score.');
    return;
  }
  const { many, few, people, changes, seconds } = readSizes(process.env);
  const large = await Company.found(many, people);
  const small = await Company.found(few, Math.max(1, Math.round((people * few) / many)));
  const measures: Measure[] = [
    ...(await compareUnions(large)),
    ...(await scoreAll(large, many)),
    ...(await scoreAll(small, few)),
    ...(await compareScoringAgain(large, small, changes)),
    ...(await compareReading(large, seconds)),
    ...(await compareTeam()),
  ];
  await small.close();
  await large.close();
  report('score, on a PostgreSQL server', measures);
}

async function scoreAll(company: Company, records: number): Promise<Measure[]> {
  const begun = performance.now();
  const days = await company.score();
  const seconds = (performance.now() - begun) / 1000;
  await company.em.execute('vacuum analyze');
  return [{ name: `records scored a second, ${records} at first`, value: records / seconds, note: `${days} days` }];
}
