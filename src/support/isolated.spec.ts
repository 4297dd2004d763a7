import { isolated } from './isolated.js';

describe('a name in the middle of a sentence', () => {
  it.each(['Sam Okafor', 'Zoë O’Łuczak', ''])('stays as it is where it is Latin: %p', (name) =>
    expect(isolated(name)).toBe(name),
  );

  it.each(['דנה רייס', '\u202emaS'])('turns nothing around it: %p', (name) =>
    expect(isolated(name)).toBe(`\u2068${name}\u2069`),
  );

  it('cannot end its own isolation', () => expect(isolated('דנה\u2069\u202e')).toBe('\u2068דנה\u202e\u2069'));
});
