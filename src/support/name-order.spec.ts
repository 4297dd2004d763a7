import { besideInOrder, nameOrder } from './name-order.js';

const NAMES = ['Ann', 'ann', 'Änn', 'Line 9', 'Line 10', 'Zoë', 'zoe', 'Łukasz', 'דנה', 'Bo', '', '7', '12'];

describe('the order of names', () => {
  it('minds neither case nor accents, and counts', () => {
    const people = ['Line 10', 'zoe', 'Ann', 'Line 9', 'Änna'].map((name) => ({ id: name, name }));
    expect(nameOrder(people).map(({ name }) => name)).toEqual(['Ann', 'Änna', 'Line 9', 'Line 10', 'zoe']);
  });

  it('has beside each who stands beside them in the list, whoever is in it', () => {
    let seed = 7;
    const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let turn = 0; turn < 200; turn++) {
      const people = Array.from({ length: next(12) }, (_, at) => ({ id: `e${at}`, name: NAMES[next(NAMES.length)]! }));
      const list = nameOrder(people);
      list.forEach(({ id }, at) =>
        expect(besideInOrder(people, id)).toEqual({ before: list[at - 1] ?? null, after: list[at + 1] ?? null }),
      );
      expect(besideInOrder(people, 'gone')).toEqual({ before: null, after: null });
    }
  });
});
