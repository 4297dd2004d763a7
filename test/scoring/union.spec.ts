import { type OverlapScope, defaultRules } from '../../src/scoring/rules.js';
import { scoreDay } from '../../src/scoring/score-day.js';
import { talkOf } from '../../src/scoring/scored-call.js';
import { dayBounds } from '../../src/support/days.js';
import { openStage, type Stage } from '../support/stage.js';
import { law } from './law.js';
import { type ScoringWorld, scoringWorld } from './worlds.js';

/** The union as PostgreSQL computes it, on the server or the embedded database. */
describe('laws of the union', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  const withoutShift = (world: ScoringWorld, overlap: OverlapScope): ScoringWorld => ({
    ...world,
    workShift: null,
    rulesVersions: [{ ...defaultRules, effectiveFrom: '1970-01-01', overlap }],
  });

  async function unionOf(world: ScoringWorld, overlap: OverlapScope): Promise<Record<string, number>> {
    const talks = world.records.flatMap((call) => {
      const isFlagged = call.outcome === 'voicemail' || world.exclusions.some(({ callId }) => callId === call.callId);
      const talk = isFlagged ? null : talkOf(call);
      return talk === null ? [] : [{ scope: overlap === 'employee' ? '' : call.conversationId, ...talk }];
    });
    const days = world.days.map((day) => {
      const { from, to } = dayBounds(day, world.timeZone);
      return { day, from: from.getTime(), to: to.getTime() };
    });
    const rows = await stage.tenants.acrossTenants().execute<{ day: string; counted: string }[]>(
      `with scoped as (
         select range_agg(int8range("from", "to")) as united
         from jsonb_to_recordset(?::jsonb) as talk (scope text, "from" int8, "to" int8) group by scope)
       select day, (select coalesce(sum(upper(part) - lower(part)), 0)
         from scoped, unnest(united * int8multirange(int8range("from", "to"))) part) as counted
       from jsonb_to_recordset(?::jsonb) as day (day text, "from" int8, "to" int8)`,
      [JSON.stringify(talks), JSON.stringify(days)],
    );
    return Object.fromEntries(rows.map(({ day, counted }) => [day, Number(counted)]));
  }

  for (const [overlap, of] of [
    ['employee', 'all of an employee’s time'],
    ['conversation', 'each conversation'],
  ] as const) {
    law(`each day is credited what range_agg says is the union of ${of}`, scoringWorld, async (one) => {
      const world = withoutShift(one, overlap);
      const counted = world.days.map((day) => [day, scoreDay({ ...world, day }).countedMs]);
      expect(Object.fromEntries(counted)).toEqual(await unionOf(world, overlap));
    });
  }
});
