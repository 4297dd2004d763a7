import type { Chance } from './chance.js';
import { HOUR, MONDAY, call, leg, person, plan, type Plan } from './plan.js';
import type { WorldCall, WorldLeg, WorldPerson } from './world.js';

/**
 * An ordinary few days: calls in and out, colleagues, voicemails and transfers. What has a law of its own (groups, wide
 * ids, withheld numbers, unreadable records) is not among it, so that a failure names what is wrong.
 *
 * @param calls how many conversations
 */
export function randomPlan(chance: Chance, calls: number): Plan {
  const people = Array.from({ length: chance.whole(2, 6) }, (_, place) => person(place));
  return plan(
    Array.from({ length: calls }, (_, place) => randomCall(chance, people, 10_000 + place * 10)),
    { people, pageSize: chance.whole(1, 7) },
  );
}

function randomCall(chance: Chance, people: readonly WorldPerson[], id: number): WorldCall {
  const first = randomLeg(chance, people, String(id), MONDAY + chance.whole(0, 72 * HOUR));
  if (first.connectedAt === null || !chance.oneIn(4)) return call(first.id, [first]);
  // A transfer: the next one's part begins where this one's ends.
  const next = randomLeg(chance, people, String(id + 1), first.endedAt.getTime());
  const onward: WorldLeg = { ...next, direction: first.direction, other: first.other, line: first.line };
  return call(first.id, [{ ...first, transferred: true }, withMessageOnlyInbound(onward)]);
}

function randomLeg(chance: Chance, people: readonly WorldPerson[], id: string, startedAt: number): WorldLeg {
  const ringMs = chance.whole(0, 40_000);
  const isAnswered = !chance.oneIn(4);
  const direction = chance.one(['inbound', 'outbound'] as const);
  const owner = chance.one(people);
  const colleague = chance.one(people);
  return withMessageOnlyInbound(
    leg(id, {
      owner: { kind: 'person', id: owner.id },
      direction,
      startedAt: new Date(startedAt),
      connectedAt: isAnswered ? new Date(startedAt + ringMs) : null,
      endedAt: new Date(startedAt + ringMs + (isAnswered ? chance.whole(0, 3 * HOUR) : 0)),
      other:
        colleague.id !== owner.id && chance.oneIn(3)
          ? { kind: 'extension', number: colleague.extension, name: colleague.name, personId: colleague.id }
          : { kind: 'number', number: `+1212555${chance.whole(1000, 9999)}`, name: 'Robin Vale', personId: null },
      voicemail: !isAnswered && chance.oneIn(2),
      recorded: isAnswered && chance.oneIn(3),
    }),
  );
}

const withMessageOnlyInbound = (each: WorldLeg): WorldLeg => ({
  ...each,
  voicemail: each.voicemail && each.direction === 'inbound' && each.connectedAt === null,
});
