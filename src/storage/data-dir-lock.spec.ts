import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirInUse, lockDataDir } from './data-dir-lock.js';

const MODULE = new URL('./data-dir-lock.ts', import.meta.url).href;

describe('the lock of a data directory', () => {
  let dir: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'phone-system-lock-'));
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  /** Another process that takes the lock, or says why not, and stays. */
  const otherCopy = async (): Promise<{ child: ChildProcess; said: string }> => {
    const script = `
      import { lockDataDir } from ${JSON.stringify(MODULE)};
      try { await lockDataDir(${JSON.stringify(dir)}); console.log('held'); }
      catch (error) { console.log(error.message); }
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: said.toString().trim() };
  };

  /** A lock that somebody left, touched so long ago. */
  const leave = (content: string, agoMs: number): void => {
    writeFileSync(join(dir, 'lock'), content);
    const touched = new Date(Date.now() - agoMs);
    utimesSync(join(dir, 'lock'), touched, touched);
  };

  const killed = async (child: ChildProcess): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };

  it('refuses a second holder with a sentence that says what to do', async () => {
    const release = await lockDataDir(dir);
    await expect(lockDataDir(dir)).rejects.toThrow(DataDirInUse);
    await expect(lockDataDir(dir)).rejects.toThrow(
      /Another copy \(process \d+\).+DATA_DIR.+DATABASE_URL.+delete the file/,
    );
    release();
  });

  it('refuses a second holder that comes by another path', async () => {
    const release = await lockDataDir(dir);
    const elsewhere = `${dir}-link`;
    symlinkSync(dir, elsewhere);
    await expect(lockDataDir(elsewhere)).rejects.toThrow(DataDirInUse);
    release();
    rmSync(elsewhere);
  });

  it('is free again once it was given back, and leaves nothing behind', async () => {
    (await lockDataDir(dir))();
    (await lockDataDir(dir))();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is refused while another process lives, names it, and is taken over once that was killed', async () => {
    const { child, said } = await otherCopy();
    expect(said).toBe('held');
    await expect(lockDataDir(dir)).rejects.toThrow(`process ${child.pid}`);
    await killed(child);
    const release = await lockDataDir(dir);
    expect(readFileSync(join(dir, 'lock'), 'utf8').split('\n')[0]).toBe(String(process.pid));
    release();
  });

  it('is refused to another process while this one holds it', async () => {
    const release = await lockDataDir(dir);
    expect((await otherCopy()).said).toContain(`Another copy (process ${process.pid})`);
    release();
  });

  it('goes to one only of several that come after a killed one', async () => {
    const { child } = await otherCopy();
    await killed(child);
    const said = await Promise.all([otherCopy(), otherCopy(), otherCopy()]);
    expect(said.filter((each) => each.said === 'held')).toHaveLength(1);
  });

  it('is taken over where a process of our own number left it: a restarted container counts from the start', async () => {
    leave(`${process.pid}\n`, 60_000);
    (await lockDataDir(dir))();
  });

  it('is taken over where its file holds no process', async () => {
    writeFileSync(join(dir, 'lock'), 'nobody');
    (await lockDataDir(dir))();
  });

  describe('of another container, whose processes are not seen here', () => {
    it.each([process.pid, 1, 4_000_000])('is refused while it is touched, as process %i', async (pid) => {
      leave(`${pid}\nelsewhere\n`, 9_000);
      const touching = setInterval(() => utimesSync(join(dir, 'lock'), new Date(), new Date()), 100);
      await expect(lockDataDir(dir)).rejects.toThrow(DataDirInUse);
      clearInterval(touching);
    });

    it.each([
      ['at once where it was left long ago', 60_000],
      ['once it is not touched in time', 9_500],
    ])('is taken over %s', async (_when, agoMs) => {
      leave(`${process.pid}\nelsewhere\n`, agoMs);
      (await lockDataDir(dir))();
    });

    it('is touched by whoever holds it', async () => {
      const release = await lockDataDir(dir);
      const before = statSync(join(dir, 'lock')).mtimeMs;
      while (statSync(join(dir, 'lock')).mtimeMs === before) await new Promise((resolve) => setTimeout(resolve, 50));
      release();
    });
  });

  it('is not given back by one who lost it', async () => {
    const release = await lockDataDir(dir);
    writeFileSync(join(dir, 'lock'), '1\n');
    release();
    expect(readdirSync(dir)).toEqual(['lock']);
  });
});
