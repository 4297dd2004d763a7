import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { aRecord } from '../../test/support/call-records.js';
import { failureOf } from '../../test/support/told-failures.js';
import {
  type CallRecord,
  type Page,
  type PhoneSystemProvider,
  type PhoneUser,
  ProviderError,
  type ProviderFailure,
  type ProviderSession,
  pageToken,
} from '../contract/index.js';
import { FakePhoneSystem, noPhoneUsers, ScriptedSession } from '../testing/fakes/index.js';
import { GatedProvider } from './gated-provider.js';

const WINDOW = { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') };
const LONE = 'a half \ud83d of a character';

const user = (externalId: string, more: Partial<PhoneUser> = {}): PhoneUser => ({
  externalId,
  displayName: 'Annette Keller',
  emails: ['annette@acme.example'],
  numbers: [{ e164: '+14155550111' }, { e164: null, extension: '7' }],
  status: 'active',
  ...more,
});

/** A phone system that answers what it is told to, in whatever form. */
class OddPhone extends FakePhoneSystem {
  constructor(private readonly listing: (session: ProviderSession) => unknown) {
    super();
  }

  override listCalls(session: ProviderSession): AsyncIterable<Page<CallRecord>> {
    return this.listing(session) as AsyncIterable<Page<CallRecord>>;
  }

  override listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return this.listing(session) as AsyncIterable<Page<PhoneUser>>;
  }
}

async function* pages(...each: readonly unknown[]): AsyncGenerator {
  for (const page of each) yield await Promise.resolve(page);
}

async function walked<T>(
  listing: AsyncIterable<Page<T>>,
): Promise<{ items: T[]; rejected: unknown[]; pages: Page<T>[] }> {
  const all: Page<T>[] = [];
  for await (const page of listing) all.push(page);
  return {
    items: all.flatMap(({ items }) => items),
    rejected: all.flatMap(({ rejected = [] }) => rejected),
    pages: all,
  };
}

const calls = async (...items: readonly unknown[]) =>
  await walked(
    new GatedProvider(new OddPhone(() => pages({ items }))).listCalls(
      new ScriptedSession(() => ({})),
      WINDOW,
      noPhoneUsers,
    ),
  );
const users = async (...items: readonly unknown[]) =>
  await walked(new GatedProvider(new OddPhone(() => pages({ items }))).listUsers(new ScriptedSession(() => ({}))));

/** Whose fault it is that a record was handed over as valid. */
const PROVIDERS_FAULT =
  'The record came so from the code for this phone system here, whose fault it is: tell the operator.';

describe('the gate', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('lets what keeps the contract through as it is', async () => {
    const full = aRecord('1', {
      relatedIds: ['2', '3'],
      group: { externalId: '9', name: null },
      counterparty: { number: null, name: 'Zoë 👩‍👧', internal: true, userExternalId: '7' },
      labels: ['sale'],
    });
    expect((await calls(full, aRecord('2', { connectedAt: null, outcome: 'missed' }))).items).toEqual([
      full,
      aRecord('2', { connectedAt: null, outcome: 'missed' }),
    ]);
    expect((await users(user('1'), user('2', { status: 'departed' }))).items).toEqual([
      user('1'),
      user('2', { status: 'departed' }),
    ]);
    const two = [
      { items: [full], next: pageToken('b') },
      { items: [], rejected: [{ reason: 'no id', raw: 1 }] },
    ];
    const listing = new GatedProvider(new OddPhone(() => pages(...two))).listCalls(
      new ScriptedSession(() => ({})),
      WINDOW,
      noPhoneUsers,
    );
    expect((await walked(listing)).pages).toEqual(two);
  });

  it.each([
    ['the name of the other party', aRecord('1', { counterparty: { number: null, name: 'A\0nn', internal: false } })],
    ['its number', aRecord('1', { counterparty: { number: `+1${LONE}`, name: null, internal: false } })],
    ['the line', aRecord('1', { viaNumber: '\0'.repeat(3_000) })],
    ['a label', aRecord('1', { labels: [LONE, 'x'.repeat(1_000_000)] })],
    ['the name of the group', aRecord('1', { group: { externalId: '9', name: '\udc00' } })],
  ])('makes %s storable, and keeps the record', async (_what, record) => {
    const { items, rejected } = await calls(record);
    expect([items.length, rejected.length]).toEqual([1, 0]);
    const texts = JSON.stringify(items);
    expect(texts).not.toMatch(/\\u0000|\\ud83d(?!\\)|\\udc00/);
    expect(texts.length).toBeLessThan(3_000);
  });

  const time = (ms: number): Date => new Date(ms);
  const wrong: readonly (readonly [string, Record<string, unknown>])[] = [
    ['externalId is empty.', { externalId: '' }],
    ['externalId is longer than 500 characters.', { externalId: 'x'.repeat(3_000) }],
    ['externalId has characters that cannot be stored.', { externalId: 'a\0b' }],
    ['externalId has characters that cannot be stored.', { externalId: LONE }],
    ['externalId is no text.', { externalId: ['1'] }],
    ['externalId is no text.', { externalId: 7 }],
    ['An entry of relatedIds has characters that cannot be stored.', { relatedIds: ['1', '\0'] }],
    ['relatedIds is no list.', { relatedIds: null }],
    ['userExternalId is no text.', { userExternalId: undefined }],
    ['userExternalId has characters that cannot be stored.', { userExternalId: '\ud800' }],
    ['direction is none of inbound, outbound.', { direction: 'sideways' }],
    ['outcome is none of answered, unanswered, missed, voicemail.', { outcome: 'ANSWERED' }],
    ['startedAt is no time.', { startedAt: time(Number.NaN) }],
    ['startedAt is no time.', { startedAt: '2026-11-20T15:00:00Z' }],
    ['startedAt lies before 1990.', { startedAt: time(0) }],
    ['startedAt lies before 1990.', { startedAt: time(-8.64e15) }],
    ['endedAt is no time.', { endedAt: null }],
    ['endedAt lies before startedAt.', { endedAt: time(Date.parse('2026-11-20T14:59:59Z')) }],
    ['endedAt lies more than 31 days after startedAt.', { startedAt: time(Date.parse('2020-01-01')) }],
    ['connectedAt lies outside of startedAt to endedAt.', { connectedAt: time(Date.parse('2026-11-20T15:10:06Z')) }],
    ['connectedAt lies outside of startedAt to endedAt.', { connectedAt: time(Date.parse('2026-11-20T14:59:59Z')) }],
    ['connectedAt is no time.', { connectedAt: time(Number.NaN) }],
    ['counterparty is no object.', { counterparty: null }],
    ['counterparty.internal is neither true nor false.', { counterparty: { number: null, name: null } }],
    ['counterparty.name is no text.', { counterparty: { number: null, name: {}, internal: true } }],
    ['group is no object.', { group: 'sales' }],
    ['transferred is neither true nor false.', { transferred: 1 }],
    ['labels is no list.', { labels: 'sale' }],
    ['An entry of labels is no text.', { labels: [null] }],
    ['revision is no whole number.', { revision: Number.NaN }],
    ['revision is no whole number.', { revision: 1.5 }],
    ['revision is no whole number.', { revision: 2 ** 60 }],
  ];

  it.each(wrong)('rejects a record because %s Its neighbours arrive', async (reason, change) => {
    const record = { ...aRecord('2'), ...change };
    const { items, rejected } = await calls(aRecord('1'), record, aRecord('3'));
    expect(items.map(({ externalId }) => externalId)).toEqual(['1', '3']);
    const told = { reason: `${reason} ${PROVIDERS_FAULT}`, raw: record };
    expect(rejected).toEqual([{ ...('externalId' in change ? {} : { externalId: '2' }), ...told }]);
  });

  it.each([
    ['The user is no object.', null],
    ['The user is no object.', []],
    ['externalId is longer than 500 characters.', user('x'.repeat(501))],
    ['displayName is no text.', { ...user('2'), displayName: null }],
    ['emails is no list.', { ...user('2'), emails: 'annette@acme.example' }],
    ['An entry of numbers is no object.', { ...user('2'), numbers: ['+14155550111'] }],
    ['status is none of active, pending, suspended, departed.', { ...user('2'), status: 'gone' }],
  ])('rejects somebody because %s Their neighbours arrive', async (reason, somebody) => {
    const { items, rejected } = await users(user('1'), somebody, user('3'));
    expect(items.map(({ externalId }) => externalId)).toEqual(['1', '3']);
    expect(rejected).toMatchObject([{ reason: `${reason} ${PROVIDERS_FAULT}`, raw: somebody }]);
  });

  it('takes what nobody sees out of words, and leaves ids as they are', async () => {
    const written = user('9\u200b', { displayName: 'Rene\u0301\u200b', emails: ['r\u200b@a.example'] });
    const { items } = await users(written);
    expect(items).toEqual([{ ...written, displayName: 'René', emails: ['r@a.example'] }]);
  });

  it('rejects what is no object, and what throws when it is looked at', async () => {
    const trap = {
      get externalId(): string {
        throw new TypeError('Annette Keller');
      },
    };
    const { items, rejected } = await calls(null, 7, 'x', [], aRecord('1'), trap, undefined);
    expect(items).toHaveLength(1);
    expect(rejected.map((each) => (each as { reason: string }).reason)).toEqual(
      [
        ...Array.from({ length: 4 }, () => 'The record is no object.'),
        'It cannot be read.',
        'The record is no object.',
      ].map((reason) => `${reason} ${PROVIDERS_FAULT}`),
    );
  });

  it('leaves what the provider itself rejects to the vendor: a reason that can be stored, an id or none', async () => {
    const rejected = [
      { externalId: '1', reason: `no \0 ${'x'.repeat(9_000)}`, raw: { a: 1 } },
      { externalId: '\0', reason: ' ', raw: 2 },
      null,
    ];
    const listing = new GatedProvider(new OddPhone(() => pages({ items: [], rejected })));
    const walk = await walked(listing.listCalls(new ScriptedSession(() => ({})), WINDOW, noPhoneUsers));
    expect(walk.rejected).toEqual([
      { externalId: '1', reason: `no  ${'x'.repeat(496)}`, raw: { a: 1 } },
      { reason: 'It cannot be read.', raw: 2 },
      { reason: 'It cannot be read.', raw: null },
    ]);
  });

  it('loses nothing, whatever stands in the fields of a record', async () => {
    const anything = fc.anything({ withDate: true, withBigInt: true, withNullPrototype: true });
    const record = fc
      .tuple(fc.constantFrom(...Object.keys(aRecord('1'))), anything)
      .map(([field, value]) => ({ ...aRecord('2'), [field]: value }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(record, anything)), async (odd) => {
        const { items, rejected } = await calls(aRecord('1'), ...odd);
        expect(items.length + rejected.length).toBe(1 + odd.length);
        expect(items[0]).toEqual(aRecord('1'));
        for (const item of items) {
          expect(JSON.stringify(item)).not.toMatch(/\\u0000|\\ud[89a-f]/);
          expect(Number.isNaN(item.startedAt.getTime() + item.endedAt.getTime())).toBe(false);
        }
      }),
    );
  });

  describe('tells of a fault of the provider as one, and of any other as what it is:', () => {
    const defect = (what: string): ProviderFailure => ({ kind: 'defect', what });
    const listing = (list: (session: ProviderSession) => unknown, session = new ScriptedSession(() => ({}))) => {
      const gated = new GatedProvider(new OddPhone(list));
      return Promise.all([
        failureOf(walked(gated.listCalls(session, WINDOW, noPhoneUsers))),
        failureOf(walked(gated.listUsers(session))),
      ]);
    };
    const broken = (): never => {
      throw new TypeError('Annette Keller is no function');
    };

    it('an error at once, between pages, and of a listing that is none', async () => {
      const type = [defect('TypeError'), defect('TypeError')];
      expect(await listing(broken)).toEqual(type);
      async function* later(): AsyncGenerator {
        yield await Promise.resolve({ items: [] });
        broken();
      }
      expect(await listing(later)).toEqual(type);
      expect(await listing(() => undefined)).toEqual(type);
      expect(await listing(() => Promise.resolve([]))).toEqual(type);
      expect(await listing(() => pages(null))).toEqual([
        defect('The page is no object'),
        defect('The page is no object'),
      ]);
      expect((await listing(() => pages({ items: null })))[0]).toEqual(defect('items is no list'));
      expect((await listing(() => pages({ items: [], rejected: {} })))[0]).toEqual(defect('rejected is no list'));
      expect((await listing(() => pages({ items: [], next: 7 })))[0]).toEqual(defect('next is no text'));
      expect((await listing(() => Promise.reject(new Error('x'))))[0]).toEqual(defect('TypeError'));
    });

    it('whatever is thrown, and with none of its words', async () => {
      for (const [thrown, what] of [
        ['Annette Keller', 'string'],
        [undefined, 'undefined'],
        [Object.assign(new Error('x'), { name: 'Annette Keller' }), 'Error'],
        [new ProviderError({ kind: 'defect', what: 'Annette Keller' }, 'x'), 'ProviderError'],
        [new ProviderError({ kind: 'odd' } as never, 'x'), 'ProviderError'],
        [new ProviderError(undefined as never, 'x'), 'ProviderError'],
      ] as const) {
        const list = (): never => {
          throw thrown;
        };
        expect((await listing(list))[0]).toEqual(defect(what));
      }
    });

    it('a request that cannot be sent', async () => {
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      for (const request of [{ path: undefined }, { path: '/x', body: circle }, { path: '/x', body: 7n }]) {
        async function* asking(session: ProviderSession): AsyncGenerator {
          yield await session.send({ ...request, budget: 'calls', read: () => 1 } as never);
        }
        expect((await listing(asking))[0]).toEqual(defect('TypeError'));
      }
    });

    it('no failure of the vendor, in whose words soever, and none of the platform', async () => {
      const down = new ProviderError({ kind: 'tryLater' }, 'Down.');
      const ours = new Error('the database is away');
      const asking = (then: (error: unknown) => never) =>
        async function* (session: ProviderSession): AsyncGenerator {
          yield await session.send({ path: '/x', budget: 'calls', read: () => 1 }).catch(then);
        };
      const failing = (error: Error) =>
        new ScriptedSession(() => {
          throw error;
        });
      const same = (error: unknown): never => {
        throw error;
      };
      const wrapped = (error: unknown): never => {
        throw new Error('something', { cause: error });
      };
      const explained = (error: unknown): never => {
        throw new ProviderError({ kind: 'restartListing' }, 'Again.', { cause: error });
      };
      expect(await listing(asking(same), failing(down))).toEqual([down.failure, down.failure]);
      expect(await listing(asking(wrapped), failing(down))).toEqual([down.failure, down.failure]);
      expect((await listing(asking(explained), failing(down)))[0]).toEqual({ kind: 'restartListing' });
      for (const then of [same, wrapped, explained]) {
        expect(await listing(asking(then), failing(ours))).toEqual([String(ours), String(ours)]);
      }
    });

    it('not the end of work that is no longer wanted', async () => {
      const abort = new AbortController();
      const session = { signal: abort.signal, send: () => Promise.reject(new Error('never')) };
      const gated = new GatedProvider(
        new OddPhone(() => {
          abort.abort(new Error('No longer wanted.'));
          return pages({ items: [] }, broken);
        }),
      );
      const stopping = new GatedProvider(new OddPhone(() => abort.signal.throwIfAborted()));
      await walked(gated.listCalls(session, WINDOW, noPhoneUsers)).catch(() => undefined);
      await expect(walked(stopping.listCalls(session, WINDOW, noPhoneUsers))).rejects.toThrow('No longer wanted.');
    });

    it('a failure of the vendor whose words cannot be stored says them without', async () => {
      const said = async (failure: unknown): Promise<unknown> =>
        (
          await listing(() => {
            throw new ProviderError(failure as ProviderFailure, 'x\0y');
          })
        )[0];
      expect(await said({ kind: 'closed', state: 'sus\0pended' })).toEqual({ kind: 'closed', state: 'suspended' });
      expect(await said({ kind: 'unsupported', what: 'an\0 account' })).toEqual({
        kind: 'unsupported',
        what: 'an account',
      });
      expect(await said({ kind: 'forbidden', missing: ['calls\ud800', 7] })).toEqual({
        kind: 'forbidden',
        missing: ['calls', ''],
      });
      expect(await said({ kind: 'slowDown', until: new Date(Number.NaN) })).toEqual({ kind: 'slowDown' });
      const { until } = (await said({ kind: 'slowDown', until: new Date(8.64e15) })) as { until: Date };
      expect(until.getTime()).toBeLessThanOrEqual(Date.now() + 24 * 3_600_000);
      expect(await said({ kind: 'unreadable', where: {} })).toEqual({ kind: 'unreadable', where: '' });
      expect(await said({ kind: 'misconfigured', what: 'x'.repeat(900) })).toEqual({
        kind: 'misconfigured',
        what: 'x'.repeat(500),
      });
    });
  });

  it('holds whose account it is to the same', async () => {
    const identified = async (account: unknown): Promise<unknown> => {
      const phone = Object.assign(new FakePhoneSystem(), { identify: () => Promise.resolve(account) });
      const session = new ScriptedSession(() => ({}));
      return await new GatedProvider(phone as unknown as PhoneSystemProvider)
        .identify(session)
        .catch((error: unknown) => (error as ProviderError).failure);
    };
    const account = { externalId: '1', name: 'Acme', domains: ['acme.example'], readsAllCalls: true };
    expect(await identified(account)).toEqual(account);
    expect(await identified({ ...account, name: 'Ac\0me', domains: ['\ud800'] })).toEqual({
      ...account,
      domains: [''],
    });
    expect(await identified({ ...account, externalId: '\0' })).toMatchObject({ kind: 'defect' });
    expect(await identified(null)).toEqual({ kind: 'defect', what: 'The account is no object' });
    expect(await identified({ ...account, readsAllCalls: 'yes' })).toMatchObject({ kind: 'defect' });
  });

  describe('has a refusal read by the provider,', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    const refusal = { from: 'api', status: 400, headers: {}, json: {}, path: '/calls', query: {} } as const;
    const meaning = (read: () => unknown) => {
      const provider = Object.assign(new OddPhone(() => pages()), { failureOf: read as () => ProviderFailure });
      return new GatedProvider(provider).failureOf?.(refusal, now);
    };

    it('and passes on what can be stored of it, or nothing', () => {
      expect(new GatedProvider(new OddPhone(() => pages())).failureOf).toBeUndefined();
      for (const nothing of [null, undefined]) expect(meaning(() => nothing)).toBeNull();
      expect(meaning(() => ({ kind: 'closed', state: 'unpaid\u0000' }))).toEqual({ kind: 'closed', state: 'unpaid' });
      const until = new Date('2027-11-22T12:00:00Z');
      expect(meaning(() => ({ kind: 'slowDown', until }))).toEqual({
        kind: 'slowDown',
        until: new Date('2026-11-23T12:00:00Z'),
      });
    });

    it('and calls it a defect where it fails, or answers what is no failure', () => {
      const failing = (): never => {
        throw new TypeError('Annette Keller is no function');
      };
      expect(meaning(failing)).toEqual({ kind: 'defect', what: 'TypeError' });
      for (const odd of [{ kind: 'other' }, 'gone', {}, { kind: 'defect', what: 'mine' }]) {
        expect(meaning(() => odd)).toMatchObject({ kind: 'defect' });
      }
    });
  });
});
