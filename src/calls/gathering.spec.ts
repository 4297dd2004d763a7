import { Gathering } from './gathering.js';

describe('working on what comes together', () => {
  const worked: string[][] = [];
  beforeEach(() => void worked.splice(0));

  it('takes together what came while it was at work, and never works on two things at once', async () => {
    let busy = 0;
    const gathering = new Gathering<string>(async (items) => {
      expect(++busy).toBe(1);
      worked.push([...items]);
      if (worked.length === 1) for (const item of ['b', 'c', 'd']) later.push(gathering.add(item));
      await Promise.resolve();
      busy -= 1;
    });
    const later: Promise<void>[] = [];
    await gathering.add('a');
    await Promise.all(later);
    expect(worked).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('works piece by piece on what fails together, and fails for nobody else than whose it is', async () => {
    const gathering = new Gathering<string>((items) => {
      worked.push([...items]);
      return items.includes('bad') ? Promise.reject(new Error('No.')) : Promise.resolve();
    });
    const ends = await Promise.allSettled(['a', 'bad', 'c'].map((item) => gathering.add(item)));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(worked).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  it('goes on after a failure', async () => {
    const gathering = new Gathering<string>(([item]) =>
      item === 'bad' ? Promise.reject(new Error('No.')) : Promise.resolve(),
    );
    await expect(gathering.add('bad')).rejects.toThrow('No.');
    await expect(gathering.add('a')).resolves.toBeUndefined();
  });
});
