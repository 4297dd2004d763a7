import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { type PhoneUser, ProviderError } from '../../../contract/index.js';
import { type ExpectedCall, comparable, expectedCalls, expectedUsers } from '../expected.js';
import type { Bench, Law } from '../law.js';
import { type Plan, at, blip, call, leg, people, person, plan, sales } from '../plan.js';
import { randomPlan } from '../random-plan.js';
import { contentOf } from './content.js';

/** What comes of a world: each thing that is said there, and nothing else. */
export const readingLaws: readonly Law[] = [
  {
    name: 'whose-account',
    promise: 'identify() names the account, its domains in lower case, and says whether the grant reads every call',
    remedy:
      'Ask for the account and for one page of its calls; where either is refused, throw `forbidden` or answer readsAllCalls: false.',
    check: async (bench) => {
      const administrator = bench.stage(plan([]));
      const { externalId, name, domains, readsAllCalls } = await administrator.provider.identify(administrator.session);
      const { account } = administrator.plan;
      strictEqual(externalId, account.id);
      if (bench.without.accountName === undefined) strictEqual(name, account.name);
      ok(name.trim() !== '', 'The account has no name by which an administrator knows it.');
      deepStrictEqual(domains, [account.domain]);
      strictEqual(readsAllCalls, true, 'An administrator’s grant reads every call.');
      const member = bench.stage(plan([], { grant: 'member' }));
      const reads = await member.provider.identify(member.session).then(
        (found) => found.readsAllCalls,
        (error: unknown) => {
          // What some vendors answer then, they answer where access has ended, too.
          if (error instanceof ProviderError && ['forbidden', 'reconnect'].includes(error.failure.kind)) return false;
          throw error;
        },
      );
      strictEqual(reads, false, 'The grant of somebody who is no administrator passed for one that reads every call.');
    },
  },
  {
    name: 'people-round-trip',
    promise: 'everyone in the directory arrives once, with name, e-mails, numbers, extension and status',
    remedy:
      'Read every page of the directory, the departed included, and map each field from where the vendor keeps it.',
    check: async (bench) => {
      const stage = bench.stage(
        plan([], {
          people: [
            person(0),
            person(1, { emails: [], numbers: ['+14155550191', '+442079460018'] }),
            person(2, { numbers: [], extension: null }),
            person(3, { status: 'departed' }),
          ],
          pageSize: 2,
        }),
      );
      deepStrictEqual(sortedUsers((await stage.users()).items), sortedUsers(expectedUsers(stage.plan)));
    },
  },
  {
    name: 'calls-round-trip',
    promise:
      'every call comes back as it was: whose it is, direction, outcome, times, other party, line, transferred, recorded',
    remedy:
      'Compare the fields below with the vendor’s; the usual causes are units (seconds, milliseconds), talk that begins at the ring, and a side mistaken for the other.',
    check: async (bench) => {
      await sameCalls(bench, handPicked());
      for (const size of [1, 2, 5, 30]) await sameCalls(bench, randomPlan(bench.chance, size));
    },
  },
  {
    name: 'one-conversation',
    promise: 'records of one conversation share an id, directly or through others, and records of two never do',
    remedy: 'Put every id by which a record names its conversation into relatedIds, and leave out empty ones.',
    check: async (bench) => {
      const stage = bench.stage(
        plan([
          call('501', [leg('501'), leg('502', { owner: { kind: 'person', id: person(1).id }, startedAt: at(9, 5) })]),
          call('601', [leg('601', { startedAt: at(10) })]),
        ]),
      );
      const { items } = await stage.calls();
      const idsOf = (id: string): ReadonlySet<string> => {
        const found = items.find(({ externalId }) => externalId === id);
        ok(found, `The record ${id} is missing.`);
        return new Set([found.externalId, ...found.relatedIds]);
      };
      ok(
        [...idsOf('501')].some((id) => idsOf('502').has(id)),
        'Two legs of one call share no id.',
      );
      ok(![...idsOf('601')].some((id) => idsOf('501').has(id) || idsOf('502').has(id)), 'Two calls share an id.');
    },
  },
  {
    name: 'wide-ids',
    promise: 'ids beyond 2^53 survive, digit for digit',
    remedy: 'Ids are strings: take them as they reach `read`, and never through Number().',
    check: async (bench) => {
      const wide = (place: bigint): string => String(2n ** 53n + place);
      const stage = bench.stage(
        plan(
          [
            call(wide(1n), [leg(wide(1n), { owner: { kind: 'person', id: wide(11n) } })]),
            blip(wide(2n), at(10)),
            blip(String(2n ** 63n - 1n), at(11)),
          ],
          { people: [person(0), person(1, { id: wide(11n) })] },
        ),
      );
      const { items } = await stage.calls();
      deepStrictEqual(
        items.map(({ externalId }) => externalId).sort(),
        [wide(1n), wide(2n), String(2n ** 63n - 1n)].sort(),
      );
      strictEqual(items.find(({ externalId }) => externalId === wide(1n))?.userExternalId, wide(11n));
      ok(
        (await stage.users()).items.some(({ externalId }) => externalId === wide(11n)),
        'A person’s wide id changed.',
      );
    },
  },
  {
    name: 'emails-and-numbers',
    promise: 'e-mails are lower case without space around, and numbers are E.164 or null',
    remedy: 'Lower-case and trim e-mails; give null for what is withheld, a word or an extension.',
    check: async (bench) => {
      const stage = bench.stage(
        plan(
          [
            call('301', [leg('301', { other: { kind: 'withheld', number: null, name: null, personId: null } })]),
            call('302', [
              leg('302', {
                startedAt: at(10),
                other: { kind: 'extension', number: '101', name: 'Sam', personId: person(1).id },
              }),
            ]),
          ],
          { people: [person(0, { emails: ['Dana.Reyes@ACME.Example'] }), person(1)] },
        ),
      );
      const [calls, users] = [(await stage.calls()).items, (await stage.users()).items];
      deepStrictEqual(users.find(({ externalId }) => externalId === person(0).id)?.emails, ['dana.reyes@acme.example']);
      deepStrictEqual(
        new Map(calls.map(({ externalId, counterparty }) => [externalId, counterparty.number])),
        new Map([...calls].map(({ externalId }) => [externalId, null])),
      );
      deepStrictEqual(byId(calls).map(idOf), byId(expectedCalls(stage.plan, bench.without)).map(idOf));
      for (const { numbers } of users)
        for (const { e164 } of numbers) ok(e164 === null || E164.test(e164), 'A person’s number is not E.164.');
    },
  },
  {
    name: 'nobodys-record',
    promise: 'a record of a queue, department or menu belongs to nobody and names the group',
    remedy: 'Give userExternalId: null unless the record’s owner is a person, and put the group into `group`.',
    needs: ['groups'],
    check: async (bench) => {
      const through = { groupId: sales.id, line: sales.number };
      const queued = leg('401', { ...through, owner: { kind: 'group', id: sales.id }, connectedAt: null });
      const stage = bench.stage(
        plan([
          call('401', [queued, leg('402', { ...through, startedAt: at(9, 1) })]),
          call('403', [{ ...queued, id: '403', startedAt: at(11), endedAt: at(11, 1) }]),
        ]),
      );
      const owners = <T extends Pick<ExpectedCall, 'externalId' | 'userExternalId' | 'group'>>(calls: readonly T[]) =>
        byId(calls).map(({ externalId, userExternalId, group }) => ({ externalId, userExternalId, group }));
      deepStrictEqual(owners((await stage.calls()).items), owners(expectedCalls(stage.plan, bench.without)));
    },
  },
  {
    name: 'unreadable-record',
    promise: 'one record that cannot be read is rejected with a reason that quotes nothing, and its neighbours arrive',
    remedy:
      'Catch what reading one item throws, and put it into the page’s `rejected` with a sentence and the raw item.',
    check: async (bench) => {
      const stage = bench.stage(
        plan(
          [blip('201', at(9)), call('202', [leg('202', { startedAt: at(10), unreadable: true })]), blip('203', at(11))],
          {
            people: [person(0), person(1, { unreadable: true }), person(2)],
          },
        ),
      );
      const [calls, users] = [await stage.calls(), await stage.users()];
      deepStrictEqual(calls.items.map(({ externalId }) => externalId).sort(), ['201', '203']);
      strictEqual(calls.rejected.length, 1, 'The unreadable call is not among the rejected, once.');
      deepStrictEqual(users.items.map(({ externalId }) => externalId).sort(), [person(0).id, person(2).id]);
      strictEqual(users.rejected.length, 1, 'The unreadable person is not among the rejected, once.');
      for (const { reason } of [...calls.rejected, ...users.rejected]) {
        ok(reason.trim() !== '', 'A rejection has no reason.');
        deepStrictEqual(
          contentOf(stage.plan).filter((content) => reason.includes(content)),
          [],
          'A reason quotes content.',
        );
      }
    },
  },
];

const E164 = /^\+[1-9]\d{6,14}$/;

async function sameCalls(bench: Bench, of: Plan): Promise<void> {
  const stage = bench.stage(of);
  const { items, rejected } = await stage.calls();
  deepStrictEqual(rejected, [], 'A record that can be read was rejected.');
  deepStrictEqual(byId(items.map(comparable)), byId(expectedCalls(stage.plan, bench.without)));
  const legs = new Map(stage.plan.calls.flatMap((each) => each.legs).map((each) => [each.id, each]));
  for (const { externalId, counterparty } of items) {
    if (counterparty.userExternalId === undefined) continue;
    const colleague = legs.get(externalId)?.other.personId;
    strictEqual(counterparty.userExternalId, colleague, 'A colleague’s id is another one’s.');
  }
}

const byId = <T extends { readonly externalId: string }>(items: readonly T[]): readonly T[] =>
  [...items].sort((a, b) => (a.externalId < b.externalId ? -1 : 1));

const idOf = ({ externalId }: { readonly externalId: string }): string => externalId;

const sortedUsers = (users: readonly PhoneUser[]): readonly PhoneUser[] =>
  byId(
    users.map((user) => ({
      ...user,
      emails: [...user.emails].sort(),
      numbers: [...user.numbers].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    })),
  );

/** One of each kind of call. */
function handPicked(): Plan {
  const colleague = {
    kind: 'extension',
    number: person(1).extension,
    name: person(1).name,
    personId: person(1).id,
  } as const;
  const unanswered = { connectedAt: null, endedAt: at(9, 1) };
  return plan(
    [
      call('101', [leg('101')]),
      call('102', [leg('102', { direction: 'outbound', recorded: true })]),
      call('103', [leg('103', unanswered)]),
      call('104', [leg('104', { ...unanswered, direction: 'outbound' })]),
      call('105', [leg('105', { ...unanswered, voicemail: true })]),
      call('106', [leg('106', { direction: 'outbound', other: colleague })]),
      call('107', [
        leg('107', { transferred: true }),
        leg('108', { startedAt: at(9, 5), owner: { kind: 'person', id: person(2).id } }),
      ]),
      // Over midnight, with milliseconds that are no whole seconds.
      call('109', [leg('109', { startedAt: at(23, 59, 999), connectedAt: at(24, 0, 1), endedAt: at(26, 30, 500) })]),
      // Two records of one person that overlap: a participant was added.
      call('110', [
        leg('110', { endedAt: at(9, 10) }),
        leg('111', { startedAt: at(9, 6), connectedAt: at(9, 6), endedAt: at(9, 15) }),
      ]),
      blip('112', at(12)),
    ],
    { people },
  );
}
