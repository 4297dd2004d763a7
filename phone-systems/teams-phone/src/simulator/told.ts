import type { CallMaker } from './call-maker.js';
import { recordOfPart, recordOfRow } from './expected.js';
import type { ExpectedRecord, SimulatedCall, TeamsCast } from './model.js';

/** Of each story its calls, and each person's record by the role that it plays. */
export interface ToldStory {
  readonly calls: readonly SimulatedCall[];
  /** As they are in the end. Where a call record is thirty days old, its rows alone are left. */
  readonly records: Readonly<Record<string, ExpectedRecord>>;
}

/** Where a story takes place: `at(1, 30)` is ninety seconds after its beginning. */
export interface Scene {
  readonly make: CallMaker;
  readonly cast: TeamsCast;
  readonly at: (minutes: number, seconds?: number) => number;
}

export type Story = (scene: Scene) => ToldStory;

export const sceneFrom = (make: CallMaker, cast: TeamsCast, from: number): Scene => ({
  ...{ make, cast },
  at: (minutes, seconds = 0) => from + (minutes * 60 + seconds) * 1000,
});

/** The records of one call by the roles that are named, in the order of its parts. */
export const told = ({ writing }: CallMaker, call: SimulatedCall, ...roles: readonly string[]): ToldStory => {
  const last = call.versions.at(-1)?.sessionIds ?? [];
  const records =
    call.versions.length === 0
      ? call.rows.map((row) => recordOfRow(call, row))
      : call.parts
          .filter(({ sessionId }) => last.includes(sessionId))
          .map((part) => recordOfPart(call, part, writing.habits));
  const byRole = roles.flatMap((role, place) => {
    const record = records[place];
    return record === undefined ? [] : [[role, record] as const];
  });
  return { calls: [call], records: Object.fromEntries(byRole) };
};

export const together = (...stories: readonly ToldStory[]): ToldStory => ({
  calls: stories.flatMap(({ calls }) => calls),
  records: Object.assign({}, ...stories.map(({ records }) => records)) as ToldStory['records'],
});
