import { sharedLook } from './shared-look.js';

describe('a shared look', () => {
  it('is one for all who ask meanwhile, and a new one for whoever asks after it, also where it failed', async () => {
    let looks = 0;
    const look = sharedLook(async () => {
      await Promise.resolve();
      looks++;
      if (looks === 2) throw new Error('It is away.');
      return looks;
    });
    expect(new Set(await Promise.all(Array.from({ length: 200 }, look)))).toEqual(new Set([1]));
    await expect(look()).rejects.toThrow('It is away.');
    expect(await look()).toBe(3);
  });
});
