import fc from 'fast-check';
import { joinConversations, type NamedRecord } from './conversations.js';

/** Keeps what was joined page by page, as the tables do. */
class Book {
  readonly conversationOfRecord = new Map<string, string>();
  private readonly aliases = new Map<string, string>();
  private made = 0;

  constructor(private readonly nameOf: (index: number) => string = (index) => `c${index}`) {}

  add(page: readonly NamedRecord[]): void {
    const named = page.flatMap(({ externalId, ids }) => [externalId, ...ids]);
    const known = new Map([...this.aliases].filter(([id]) => named.includes(id)));
    const { conversationOf, merged } = joinConversations(page, known, () => this.nameOf(this.made++));
    for (const book of [this.aliases, this.conversationOfRecord]) {
      for (const [id, conversation] of book) book.set(id, merged.get(conversation) ?? conversation);
    }
    for (const [id, conversation] of conversationOf) this.aliases.set(id, conversation);
    for (const { externalId } of page) {
      this.conversationOfRecord.set(externalId, conversationOf.get(externalId) ?? 'none');
    }
  }

  partition(): string[] {
    return groups([...this.conversationOfRecord]);
  }
}

/** The groups that share a label, each as its sorted members. */
function groups(labelled: readonly (readonly [string, string])[]): string[] {
  const byLabel = new Map<string, string[]>();
  for (const [member, label] of labelled) byLabel.set(label, [...(byLabel.get(label) ?? []), member]);
  return [...byLabel.values()].map((members) => members.sort().join()).sort();
}

/** The plain way: as long as any two groups share an id, they are one. */
function closure(records: readonly NamedRecord[]): string[] {
  let all = records.map(({ externalId, ids }) => ({
    members: new Set([externalId]),
    ids: new Set([externalId, ...ids]),
  }));
  for (;;) {
    const one = all.find((a) => all.some((b) => a !== b && [...a.ids].some((id) => b.ids.has(id))));
    if (one === undefined) return all.map(({ members }) => [...members].sort().join()).sort();
    const other = all.find((b) => b !== one && [...one.ids].some((id) => b.ids.has(id)));
    if (other === undefined) throw new Error('unreachable');
    all = [
      ...all.filter((group) => group !== one && group !== other),
      { members: new Set([...one.members, ...other.members]), ids: new Set([...one.ids, ...other.ids]) },
    ];
  }
}

const id = fc.integer({ min: 1, max: 25 }).map(String);
const records = fc.uniqueArray(
  fc.record({ externalId: id, ids: fc.array(id, { maxLength: 3 }) }).map((record): NamedRecord => record),
  { selector: ({ externalId }) => externalId, maxLength: 14 },
);

describe('joining conversations', () => {
  it('joins what shares an id, directly or through others, in whatever order and pages the records arrive', () => {
    fc.assert(
      fc.property(
        records.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length }),
            fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 14, maxLength: 14 }),
          ),
        ),
        fc.boolean(),
        ([all, arriving, pageSizes], descending) => {
          const book = new Book(descending ? (index) => `c${99 - index}` : undefined);
          const queue = [...arriving];
          for (const size of pageSizes) book.add(queue.splice(0, size));
          expect(book.partition()).toEqual(closure(all));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('changes nothing when a record arrives again', () => {
    fc.assert(
      fc.property(records, fc.nat(13), (all, which) => {
        const book = new Book();
        book.add(all);
        const before = new Map(book.conversationOfRecord);
        book.add(all.slice(which, which + 1));
        expect(book.conversationOfRecord).toEqual(before);
      }),
    );
  });

  it('names every known conversation that is given up, and keeps one', () => {
    const known = new Map([
      ['1', 'b'],
      ['2', 'a'],
      ['3', 'c'],
    ]);
    const joined = joinConversations([{ externalId: '9', ids: ['1', '2', '3'] }], known, () => 'new');
    expect(joined.merged).toEqual(
      new Map([
        ['b', 'a'],
        ['c', 'a'],
      ]),
    );
    expect(new Set(joined.conversationOf.values())).toEqual(new Set(['a']));
  });
});
