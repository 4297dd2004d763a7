import fc from 'fast-check';
import { normalise, totalLength } from '../support/intervals.js';
import { type Talk, coveredParts, creditTalk } from './credit.js';

const talk = (externalId: string, from: number, to: number, conversationId = 'k'): Talk => ({
  externalId,
  conversationId,
  from,
  to,
});
const credited = (talks: Talk[], overlap: 'employee' | 'conversation' = 'employee'): (string | null)[] =>
  creditTalk(talks, overlap).map((it) => {
    const span = it.credited === null ? 'nothing' : `${it.credited.from}-${it.credited.to}`;
    return `${it.talk.externalId} ${span}`;
  });

describe('credit for talk', () => {
  it('gives the second of two overlapping records what the first leaves: 10 and 5 of 10 and 9', () => {
    expect(credited([talk('sam', 6, 15), talk('ann', 0, 10)])).toEqual(['ann 0-10', 'sam 10-15']);
  });

  it.each([
    ['nested', [talk('b', 3, 5), talk('a', 0, 10)], ['a 0-10', 'b nothing']],
    ['identical', [talk('b', 0, 10), talk('a', 0, 10)], ['a 0-10', 'b nothing']],
    ['touching', [talk('b', 10, 15), talk('a', 0, 10)], ['a 0-10', 'b 10-15']],
    ['apart', [talk('b', 12, 15), talk('a', 0, 10)], ['a 0-10', 'b 12-15']],
    ['three deep', [talk('c', 4, 12), talk('b', 2, 9), talk('a', 0, 5)], ['a 0-5', 'b 5-9', 'c 9-12']],
    ['begun together', [talk('a', 0, 10), talk('b', 0, 4)], ['b 0-4', 'a 4-10']],
    [
      'with a short one between',
      [talk('c', 6, 12), talk('b', 2, 3), talk('a', 0, 8)],
      ['a 0-8', 'b nothing', 'c 8-12'],
    ],
  ])('%s', (_name, talks, expected) => expect(credited(talks)).toEqual(expected));

  it('keeps to one conversation where the tenant says so', () => {
    const held = [talk('a', 0, 10, 'k1'), talk('b', 4, 12, 'k2'), talk('c', 8, 14, 'k1')];
    expect(credited(held, 'employee')).toEqual(['a 0-10', 'b 10-12', 'c 12-14']);
    expect(credited(held, 'conversation')).toEqual(['a 0-10', 'b 4-12', 'c 10-14']);
  });

  it('names the records to which the rest was credited', () => {
    const credits = creditTalk([talk('a', 0, 5), talk('b', 2, 9), talk('c', 4, 12)], 'employee');
    const parts = coveredParts(credits, credits[2]!, 'employee');
    expect(parts.map(({ from, to, by }) => [from, to, by.externalId])).toEqual([
      [4, 5, 'a'],
      [5, 9, 'b'],
    ]);
  });

  const talks = fc
    .array(fc.tuple(fc.nat(40), fc.nat(20), fc.nat(2)), { maxLength: 12 })
    .map((all) => all.map(([from, length, k], i) => talk(`${i}`, from, from + length, `k${k}`)));

  it('adds up to the length of the union, and every moment of a talk is credited once, to it or to a named one', () => {
    fc.assert(
      fc.property(talks, (all) => {
        const credits = creditTalk(all, 'employee');
        expect(totalLength(credits.flatMap((it) => it.credited ?? []))).toBe(totalLength(normalise(all)));
        for (const credit of credits) {
          const parts = [...coveredParts(credits, credit, 'employee'), ...(credit.credited ? [credit.credited] : [])];
          expect(normalise(parts)).toEqual(normalise([credit.talk]));
          expect(totalLength(parts)).toBe(totalLength([credit.talk]));
        }
      }),
    );
  });

  it('of a conversation is as if there were no other', () => {
    fc.assert(
      fc.property(talks, (all) => {
        const byItself = ['k0', 'k1', 'k2'].flatMap((k) =>
          creditTalk(
            all.filter((it) => it.conversationId === k),
            'employee',
          ),
        );
        const asSet = (list: typeof byItself): string[] => list.map((it) => JSON.stringify(it)).sort();
        expect(asSet(creditTalk(all, 'conversation'))).toEqual(asSet(byItself));
      }),
    );
  });
});
