import type { TimeWindow } from '../../contract/index.js';
import type { Without } from './without.js';
import type { World, WorldAccount, WorldCall, WorldGroup, WorldLeg, WorldPerson } from './world.js';

/** A world over all time, before anybody asks what of it can be seen now. */
export interface Plan {
  readonly account: WorldAccount;
  readonly people: readonly WorldPerson[];
  readonly groups: readonly WorldGroup[];
  readonly calls: readonly WorldCall[];
  readonly pageSize: number;
  readonly emptyPages: boolean;
  readonly grant: World['grant'];
}

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A Monday that is over: what is dated after it is not believed by careful readers. */
export const MONDAY = Date.UTC(2025, 0, 6);

/** An instant of that Monday. */
export const at = (hours: number, minutes = 0, ms = 0): Date => new Date(MONDAY + hours * HOUR + minutes * MINUTE + ms);

/** All that the kit's worlds span. */
export const WHOLE: TimeWindow = { from: at(-24), to: at(96) };
/** When everything in them is over and listed. */
export const AFTERWARDS = at(24 * 30);

export const account: WorldAccount = { id: '4500100200', name: 'Acme', domain: 'acme.example' };
export const sales: WorldGroup = { id: '7100', name: 'Sales', number: '+14155550100' };

/** A person of the company, with what does not matter filled in. */
export const person = (place: number, changes: Partial<WorldPerson> = {}): WorldPerson => ({
  id: String(1_000 + place),
  name: NAMES[place % NAMES.length] ?? 'Ann Cole',
  emails: [`person${place}@acme.example`],
  numbers: [`+141555501${String(10 + place)}`],
  extension: String(100 + place),
  status: 'active',
  unreadable: false,
  ...changes,
});

const NAMES = ['Dana Reyes', 'Sam Okafor', 'Priya Nair', 'Marco Ruiz', 'Ida Lund', 'Lee Chen', 'Ann Cole', 'Tom Hale'];

export const people: readonly WorldPerson[] = [person(0), person(1), person(2)];

/** A leg of the first person, answered after ten seconds, with what does not matter filled in. */
export function leg(id: string, changes: Partial<WorldLeg> = {}): WorldLeg {
  const startedAt = changes.startedAt ?? at(9);
  const after = (ms: number): Date => new Date(startedAt.getTime() + ms);
  return {
    id,
    owner: { kind: 'person', id: person(0).id },
    direction: 'inbound',
    startedAt,
    connectedAt: after(10_000),
    endedAt: after(5 * MINUTE),
    other: { kind: 'number', number: '+12125550123', name: 'Robin Vale', personId: null },
    line: '+14155550100',
    groupId: null,
    voicemail: false,
    transferred: false,
    recorded: false,
    unreadable: false,
    ...changes,
  };
}

/** Somebody rang and gave up at once: it starts and ends in one instant. */
export const blip = (id: string, startedAt: Date): WorldCall =>
  call(id, [leg(id, { startedAt, connectedAt: null, endedAt: startedAt })]);

/** A conversation that is listed as soon as its last leg has ended. */
export function call(id: string, legs: readonly WorldLeg[], listedAfterMs = 0): WorldCall {
  const ended = Math.max(...legs.map(({ endedAt }) => endedAt.getTime()));
  const listedAt = new Date(ended + listedAfterMs);
  return { id, legs, listedAt, changedAt: listedAt };
}

export const startOf = ({ legs }: WorldCall): number => Math.min(...legs.map(({ startedAt }) => startedAt.getTime()));

/** A plan with these calls, on pages so large that there is one. */
export const plan = (calls: readonly WorldCall[], changes: Partial<Plan> = {}): Plan => ({
  account,
  people,
  groups: [sales],
  calls,
  pageSize: 100,
  emptyPages: false,
  grant: 'administrator',
  ...changes,
});

/** What of a plan can be seen at an instant. */
export function worldAt(of: Plan, now: Date, tokensLapsed: boolean): World {
  const begun = of.calls.filter((each) => startOf(each) <= now.getTime()).sort((a, b) => startOf(a) - startOf(b));
  return {
    ...of,
    now,
    tokensLapsed,
    calls: begun.filter(({ listedAt }) => listedAt <= now),
    ongoing: begun.filter(({ listedAt }) => listedAt > now),
  };
}

/** The plan without what the vendor cannot tell. */
export function fitted(of: Plan, without: Without): Plan {
  const onGrid = (date: Date): Date =>
    without.milliseconds ? new Date(Math.floor(date.getTime() / 1_000) * 1_000) : date;
  const fittedLeg = (each: WorldLeg): WorldLeg => {
    const startedAt = onGrid(each.startedAt);
    const answeredAt = without.ringTime ? startedAt : each.connectedAt && onGrid(each.connectedAt);
    return {
      ...each,
      startedAt,
      connectedAt: each.connectedAt && answeredAt,
      endedAt: onGrid(each.endedAt),
      line: without.lines ? null : each.line,
      groupId: without.groups ? null : each.groupId,
      voicemail: each.voicemail && !without.voicemails,
      transferred: each.transferred && !without.transfers,
      recorded: each.recorded && !without.recordings,
    };
  };
  return {
    ...of,
    people: without.departed ? of.people.filter(({ status }) => status === 'active') : of.people,
    groups: without.groups ? [] : of.groups,
    calls: of.calls.map((each) => {
      const legs = each.legs.map(fittedLeg);
      return { ...each, legs: without.oneSidedCalls ? legs.flatMap((one) => bothSides(one, of.people)) : legs };
    }),
  };
}

/** A part in a call with a colleague beside the colleague's own; nobody calls themself. */
function bothSides(each: WorldLeg, all: readonly WorldPerson[]): readonly WorldLeg[] {
  const [owner, colleague] = [each.owner.id, each.other.personId].map((id) => all.find((one) => one.id === id));
  if (owner === undefined || colleague === undefined) return [each];
  if (owner === colleague) return [{ ...each, other: leg('0').other }];
  const others: WorldLeg = {
    ...each,
    id: `9${each.id}`,
    owner: { kind: 'person', id: colleague.id },
    direction: each.direction === 'inbound' ? 'outbound' : 'inbound',
    other: { kind: 'extension', number: owner.extension, name: owner.name, personId: owner.id },
    voicemail: false,
  };
  return [each, others];
}
