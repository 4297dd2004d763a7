import fc from 'fast-check';
import { withoutPerson } from './notes.js';

const US = { sharedNames: [], emails: ['ann.lee@acme.example'], numbers: ['+14155550199'], region: 'US' };
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
    ['Ann Lee', 'ANN  LEE, Ann Leeds and Joann Lee', 'an erased person, Ann Leeds and Joann Lee', ['Ann', 'Lee']],
    ['Ann Lee', 'with ann lee', 'with ann lee', ['ann', 'lee']],
    ['Will May', 'Will may come: ask Will May', 'Will may come: ask an erased person', ['Will', 'may']],
    ['Mark Will', 'the mark will be set', 'the mark will be set', ['mark', 'will']],
    ['May', 'due in May; ask May', 'due in May; ask May', ['May']],
    ['Mo', 'told Mo, and Moe on Mo day', 'told an erased person, and Moe on an erased person day', []],
    ['Will', 'ask Will Smith about the Will', 'ask Will Smith about the Will', ['Will']],
    ['Rose', 'from Mary Rose, and met Rose', 'from Mary Rose, and met an erased person', ['Rose']],
    ['Ernst', 'im Ernst', 'im Ernst', ['Ernst']],
    ['Al', 'the Al-Anon, Al@acme.example, “Al”', 'the Al-Anon, Al@acme.example, “an erased person”', ['Al']],
    ['José Ruiz', 'asked Jose Ruiz', 'asked an erased person', []],
    ['José', 'asked Jose', 'asked an erased person', []],
    ['O’Neil', "told O'Neil", 'told an erased person', []],
    ['Anne-Marie Roy', 'told Anne Marie\u00a0Roy', 'told an erased person', []],
    ['Bjørn Dahl', 'told Bjorn Dahl and Dahl', 'told an erased person and Dahl', ['Dahl']],
    ['Ann Lee (Sales)', 'told Ann Lee (Sales) so', 'told an erased person so', []],
    ['Ann Lee', 'from 415‑555‑0199 or 415–555–0199', 'from an erased number or an erased number', []],
    ['Ann Lee', '٤١٥ ٥٥٥ ٠١٩٩, 415/555/0199', 'an erased number, an erased number', []],
    ['Ann Lee', 'Ann.Lee@Acme.example. joann.lee@acme.example', 'an erased address. joann.lee@acme.example', []],
    ['Ann Lee', '2026-11-30 415 555 0199', '2026-11-30 an erased number', []],
    ['Ann Lee', '415 555 0199 415 555 0198', 'an erased number 415 555 0198', []],
    ['Ann Lee', '+44 415 555 0199, 24155550199, 41555501990', '+44 415 555 0199, 24155550199, 41555501990', []],
    ['Ann Lee', 'Ann was there; an annual test', 'Ann was there; an annual test', ['Ann']],
    ['José Ruiz', 'asked Jose\u0301 Ruiz', 'asked an erased person', []],
    ['O’Neil Day', 'O’Neil Day’s test', 'an erased person’s test', []],
    ['李安', '和李安通话', '和李安通话', ['李安']],
    ['Ann (Sales) Lee', 'seen by Ann (Sales) Lee.', 'seen by an erased person.', []],
    ['Ann Lee', 'from (415) 555-0199 and 1 415 555 0198', 'from an erased number and 1 415 555 0198', []],
  ])('of the name %s: %s', (name, note, left, words) => {
    expect(erased(note, name)).toEqual([left, words]);
  });

  it('of somebody who has a namesake is left, and told', () => {
    expect(withoutPerson('ask Ann Lee', { ...US, names: [], sharedNames: ['Ann Lee'] })).toEqual({
      note: 'ask Ann Lee',
      words: ['Ann', 'Lee'],
    });
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
        else {
          const [pair] = /(?<![\p{L}\p{N}_])al +éa(?![\p{L}\p{N}_])/iu.exec(left) ?? [];
          expect(words).toEqual(expect.arrayContaining(pair?.split(/ +/) ?? []));
        }
      }),
    );
  });

  it('reads a foreign number as it is dialled', () => {
    const note = 'from 030 23125000, 0049 30 23125000 and +49 (0)30 23125000';
    expect(withoutPerson(note, { ...US, names: [], numbers: ['+493023125000'] }).note).toBe(
      'from an erased number, an erased number and an erased number',
    );
  });

  it('is made in time that grows with its length', () => {
    const from = performance.now();
    erased(`${'.'.repeat(200_000)}x Al`, 'Al');
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});
