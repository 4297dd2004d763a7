import type { Measure } from '../support/report.js';
import type { Company } from './company.js';

const WARM_UP = 20;

/** How long it takes until a changed record is scored: at both companies in turn, so that both have the same weather. */
export async function compareScoringAgain(many: Company, few: Company, changes: number): Promise<Measure[]> {
  const times = { many: [] as number[], few: [] as number[] };
  for (let change = -WARM_UP; change < changes; change++) {
    for (const [name, company] of [
      ['many', many],
      ['few', few],
    ] as const) {
      await company.changeOne();
      const begun = performance.now();
      if ((await company.score()) === 0) throw new Error('The change marked no day.');
      if (change >= 0) times[name].push(performance.now() - begun);
    }
  }
  const [large, small] = [middleOf(times.many), middleOf(times.few)];
  const note = `the middle one of ${changes}`;
  return [
    { name: 'scoring again after one change, many stored, ms', value: large, note },
    { name: 'scoring again after one change, few stored, ms', value: small, note },
    { name: 'scoring again, many over few', value: large / small, goal: { atMost: 1.2 } },
  ];
}

export const middleOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
