import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { GatedProvider } from '../../../registry/gated-provider.js';
import { isStorable } from '../../../support/storable-text.js';
import type { Bench, Law } from '../law.js';
import { type Plan, at, blip, call, leg, person, plan } from '../plan.js';
import { Stage } from '../stage.js';
import type { WorldLeg } from '../world.js';

/** Digits of an id that no database keeps in an index. */
const TOO_LONG = '9'.repeat(3_000);
/** The last instant that there is. */
const END_OF_TIME = new Date(8.64e15);
/** Deeper than a stack goes. */
const DEEP = `${'['.repeat(15_000)}${']'.repeat(15_000)}`;

/** What a vendor may send beside good records, and what becomes of it behind the platform's gate. */
export const hostileLaws: readonly Law[] = [
  {
    name: 'hostile-records',
    promise:
      'nothing throws at NUL, halves of characters, over-long ids and texts, absurd times and deep nesting: good records beside them arrive, and none is lost',
    remedy:
      'Read each item by itself and put what fails into `rejected`; do nothing to a text that fails on half a character.',
    check: async (bench) => {
      const { good, all } = hostile();
      for (const deep of [false, true]) {
        const { calls, users } = await asked(bench, all, deep);
        for (const { items, rejected, ids } of [
          { ...calls, ids: good.calls.flatMap(({ legs }) => legs.map(({ id }) => id)) },
          { ...users, ids: good.people.map(({ id }) => id) },
        ]) {
          const arrived = new Set(items.map(({ externalId }) => externalId));
          deepStrictEqual(
            ids.filter((id) => !arrived.has(id)),
            [],
            'These are good, and did not arrive.',
          );
          ok(!arrived.has(TOO_LONG) && !arrived.has(ABSURD), 'A record that cannot be right arrived.');
          strictEqual(items.length + rejected.length, HOSTILE + ids.length, 'Some neither arrived nor were rejected.');
          for (const text of items.flatMap(textsOf)) ok(isStorable(text), 'A text that cannot be stored arrived.');
        }
      }
    },
  },
];

const ABSURD = '790';
/** How many bad ones there are of each. */
const HOSTILE = 4;

function hostile(): { readonly good: Plan; readonly all: Plan } {
  const other = { kind: 'number', number: '+12125550123', personId: null } as const;
  const named = (id: string, name: string, changes: Partial<WorldLeg> = {}) => ({
    ...call(id, [leg(id, { other: { ...other, name }, ...changes })]),
    listedAt: at(20),
  });
  const good = plan([blip('701', at(8)), blip('702', at(14))], { people: [person(0), person(1)] });
  const bad = [
    named('711', 'Ro\0bin'),
    named('712', `half ${'\ud83d'} a face ${'x'.repeat(100_000)}`),
    named(TOO_LONG, 'Robin'),
    named(ABSURD, 'Robin', { endedAt: END_OF_TIME }),
  ];
  const people = [
    person(2, { name: 'Ro\0bin' }),
    person(3, { name: 'half \udc00', emails: ['\ud83d@acme.example'] }),
    person(4, { name: 'x'.repeat(100_000) }),
    person(5, { id: TOO_LONG }),
  ];
  return { good, all: { ...good, calls: [...good.calls, ...bad], people: [...good.people, ...people] } };
}

/** First of the provider itself, which must not throw, then behind the gate. */
async function asked(bench: Bench, all: Plan, deep: boolean) {
  const raw = bench.stage(all);
  const gated = new Stage({ provider: new GatedProvider(raw.provider), vendor: raw.vendor }, all, bench.without);
  if (deep) for (const stage of [raw, gated]) nest(stage);
  await raw.calls();
  await raw.users();
  return { calls: await gated.calls(), users: await gated.users() };
}

/** Has the vendor put a field that nobody knows, and that goes deep, into everything that it tells. */
function nest(stage: Stage): void {
  stage.instead = (request) => {
    const reply = stage.vendor.answer(request, stage.world);
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    return { ...reply, body: text?.replaceAll('{"', `{"unheard_of":${DEEP},"`) };
  };
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
