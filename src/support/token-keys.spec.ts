import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { parseTokenKeys } from './token-keys.js';

const material = (): string => randomBytes(32).toString('base64');

describe('token keys', () => {
  it('are read in their order, with or without space and trailing commas', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 5 }), fc.constantFrom(',', ' , ', ',\n', ',,'), (ids, comma) => {
        const given = ids.map((name) => ({ id: name, material: material() }));
        const text = given.map((each) => `${each.id}:${each.material}`).join(comma) + comma;
        const { keys, problems } = parseTokenKeys(text);
        expect(problems).toEqual([]);
        expect(keys.map((key) => ({ id: key.id, material: key.material.reveal() }))).toEqual(given);
      }),
    );
  });

  it('are named by their place where they are none, and nothing of them is repeated', () => {
    const short = randomBytes(16).toString('base64');
    const { keys, problems } = parseTokenKeys(`good:${material()},short:${short},nothing,bad id:${material()},:x`);
    expect(keys.map(({ id }) => id)).toEqual(['good']);
    expect(problems.map((problem) => /key (\d)/.exec(problem)?.[1])).toEqual(['2', '3', '4', '5']);
    expect(problems.join()).not.toContain(short);
  });

  it('may not share an id: a sealed text must find the one that sealed it', () => {
    const { keys, problems } = parseTokenKeys(`a:${material()},a:${material()}`);
    expect(keys).toHaveLength(1);
    expect(problems).toEqual(['TOKEN_KEYS: the id "a" is used twice']);
  });

  it('do not show when they are printed', () => {
    const secret = material();
    const { keys } = parseTokenKeys(`a:${secret}`);
    expect(`${inspect(keys, { depth: 9 })} ${JSON.stringify(keys)}`).not.toContain(secret);
  });
});
