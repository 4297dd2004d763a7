import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { type CallDetail, ProviderError } from '../../../contract/index.js';
import { comparable } from '../expected.js';
import type { Bench, Law } from '../law.js';
import { at, call, leg, person, plan } from '../plan.js';
import { randomPlan } from '../random-plan.js';
import { announcedIn, type SeenRequest, type Stage } from '../stage.js';

/** Calls that a list only announces, or an event only names: all of it holds for providers that have `details`. */
export const announcedLaws: readonly Law[] = [
  {
    name: 'call-read',
    promise: 'a call is read by its id alone as it is read by all that was announced of it',
    remedy: 'Ask the vendor by `call.externalId`; take the rest for a help that may be missing.',
    check: async (bench) => {
      const stage = reading(bench, randomPlan(bench.chance, 6));
      if (stage === null) return;
      for (const stub of announcedIn(await stage.listed())) {
        const { externalId } = stub;
        deepStrictEqual(recordsOf(await stage.call({ externalId })), recordsOf(await stage.call(stub)));
      }
    },
  },
  {
    name: 'call-unchanged',
    promise:
      'a call that has not changed is announced with the same revision, in whatever window, and read as that one',
    remedy: 'Take `revision` from what the list shows: no clock, no counter, no memory.',
    check: async (bench) => {
      const stage = reading(bench, randomPlan(bench.chance, 6));
      if (stage === null) return;
      const first = announcedIn(await stage.listed());
      deepStrictEqual(announcedIn(await stage.listed()), first);
      for (const stub of first) {
        const { revision = stub.revision } = await stage.call(stub);
        strictEqual(revision, stub.revision, 'readCall() tells another revision: each round would read it again.');
      }
      stage.now = new Date(stage.now.getTime() + 60_000);
      deepStrictEqual(announcedIn(await stage.listed()), first, 'A minute later.');
    },
  },
  {
    name: 'call-shrinks',
    promise:
      'a call that the vendor has taken a part from is announced with another revision, and read without that part',
    remedy:
      'Let `revision` change with each change, and answer in readCall() what the vendor tells now, and nothing else.',
    needs: ['removals'],
    check: async (bench) => {
      const [first, second] = [leg('901'), leg('902', { owner: { kind: 'person', id: person(1).id } })];
      const whole = call('901', [first, second]);
      const stage = reading(bench, plan([whole]));
      if (stage === null) return;
      const [before] = announcedIn(await stage.listed());
      // An only list announces nothing, and events alone name calls.
      const named = before ?? { externalId: '901' };
      if (before !== undefined) deepStrictEqual(idsOf(await stage.call(named)), ['901', '902']);
      stage.become(plan([{ ...whole, legs: [first], changedAt: at(12) }]));
      const [after] = announcedIn(await stage.listed());
      if (before === undefined || after === undefined) {
        ok(before === after, 'It is announced once, and then no longer.');
        return;
      }
      ok(after.revision !== before.revision, `It was ${before.revision}, and is the same.`);
      deepStrictEqual(idsOf(await stage.call(after)), ['901']);
    },
  },
  {
    name: 'call-gone',
    promise: 'reading a call that the vendor does not have is told as gone',
    remedy:
      'Let the `gone` of the request pass, or throw a ProviderError of that kind where the vendor says it otherwise.',
    check: async (bench) => {
      const stage = reading(bench, plan([call('901', [leg('901')])]));
      if (stage === null) return;
      const [stub] = announcedIn(await stage.listed());
      stage.become(plan([]));
      const told: unknown = await stage.call(stub ?? { externalId: '901' }).catch((error: unknown) => error);
      ok(told instanceof ProviderError && told.failure.kind === 'gone', 'It was read, or failed of something else.');
    },
  },
  {
    name: 'directory-at-hand',
    promise: 'listing and reading calls asks for nothing of what listing the directory asks for',
    remedy: 'Look people up in `phoneUsers()`, which listCalls() and readCall() are handed.',
    check: async (bench) => {
      const stage = bench.stage(randomPlan(bench.chance, 6));
      await stage.users();
      const directory = new Set(stage.requests.map(addressOf));
      const asked = stage.requests.length;
      await stage.calls();
      const again = stage.requests.slice(asked).map(addressOf);
      deepStrictEqual(
        again.filter((address) => directory.has(address)),
        [],
      );
    },
  },
];

/** Null where the provider reads no calls: then there is nothing to hold. */
function reading(bench: Bench, of: Stage['plan']): Stage | null {
  const stage = bench.stage(of);
  return stage.provider.details === undefined ? null : stage;
}

const addressOf = ({ method, path, query }: SeenRequest): string => JSON.stringify([method, path, query]);

const idsOf = ({ items }: CallDetail): readonly string[] => items.map(({ externalId }) => externalId).sort();

const recordsOf = ({ items }: CallDetail): readonly unknown[] =>
  items.map(comparable).sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
