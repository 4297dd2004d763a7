import { expectedPartsOf } from './expected.js';
import type { ExpectedPart, SimulatedRecord } from './model.js';
import type { CallTimes } from './record-maker.js';

/** Of each story its records, and each person's part by the role that it plays. */
export interface ToldStory {
  readonly records: readonly SimulatedRecord[];
  readonly parts: Readonly<Record<string, ExpectedPart>>;
}

/** Instants of a day from wall clock times, such as `16:30` or `16:30:05`. */
export type Clock = (startedAt: string, answeredAt: string | null, endedAt: string) => CallTimes;

/** The parts of one record by the roles that are named, in the record's order. */
export const told = (record: SimulatedRecord, ...roles: readonly string[]): ToldStory => {
  const parts = expectedPartsOf(record);
  return {
    records: [record],
    parts: Object.fromEntries(roles.map((role, place) => [role, parts[place] as ExpectedPart])),
  };
};

export const together = (...stories: readonly ToldStory[]): ToldStory => ({
  records: stories.flatMap(({ records }) => records),
  parts: Object.assign({}, ...stories.map(({ parts }) => parts)) as ToldStory['parts'],
});
