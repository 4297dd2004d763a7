import fc from 'fast-check';
import { withoutPerson } from './notes.js';

const US = { numbers: ['+14155550199'], region: 'US' };
const erased = (note: string, ...names: string[]): readonly [string, readonly string[]] => {
  const { note: left, words } = withoutPerson(note, { names, ...US });
  return [left, words];
};

describe('a note without somebody', () => {
  it.each([
    ['Al', 'Alarm: the alarm of Albany', 'Alarm: the alarm of Albany', []],
    ['Al', 'Agreed with Al on Monday', 'Agreed with an erased person on Monday', []],
    ['Al', 'Al says so', 'Al says so', ['Al']],
    [
      'Will',
      'He will call. Will told us; ask Will',
      'He will call. Will told us; ask an erased person',
      ['will', 'Will'],
    ],
    ['Ann Lee', 'ANN  lee, Ann Leeds and Joann Lee', 'an erased person, Ann Leeds and Joann Lee', ['Ann', 'Lee']],
    ['Ann Lee', 'Ann was there; an annual test', 'Ann was there; an annual test', ['Ann']],
    ['José Ruiz', 'asked Jose\u0301 Ruiz', 'asked an erased person', []],
    ['O’Neil Day', 'O’Neil Day’s test', 'an erased person’s test', []],
    ['李安', '和李安通话', '和李安通话', ['李安']],
    ['Ann (Sales) Lee', 'seen by Ann (Sales) Lee.', 'seen by an erased person.', []],
    ['Ann Lee', 'from (415) 555-0199 and 1 415 555 0198', 'from an erased number and 1 415 555 0198', []],
  ])('of the name %s: %s', (name, note, left, words) => {
    expect(erased(note, name)).toEqual([left, words]);
  });

  const letters = fc.string({ unit: fc.constantFrom(...'alAéÉ2_'), minLength: 1, maxLength: 4 });
  const gap = fc.constantFrom(' ', ', ', '. ', '-', '\n');

  it('never changes a word that goes on, and leaves each mention out or tells it', () => {
    fc.assert(
      fc.property(fc.constantFrom('Al', 'Éa', 'Al Éa'), fc.array(fc.tuple(letters, gap)), (name, pieces) => {
        const note = pieces.flat().join('');
        const [left, words] = erased(note, name);
        // Plainly: cut into words, which no gap is part of.
        const isWord = (word: string): boolean =>
          name.split(' ').some((part) => part.toLowerCase() === word.toLowerCase());
        const whole = (text: string): string[] => text.split(/[ ,.\-\n]+/).filter((word) => word !== '');
        const others = whole(note).filter((word) => !isWord(word));
        expect(whole(left).filter((word) => !isWord(word) && !/^(an|erased|person)$/.test(word))).toEqual(others);
        if (!name.includes(' '))
          expect(
            whole(left)
              .filter(isWord)
              .every((word) => words.includes(word)),
          ).toBe(true);
        else expect(left.toLowerCase()).not.toMatch(/(?<![\p{L}\p{N}_])al\s+éa(?![\p{L}\p{N}_])/u);
      }),
    );
  });

  it('is made in time that grows with its length', () => {
    const from = performance.now();
    erased(`${'.'.repeat(200_000)}x Al`, 'Al');
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});
