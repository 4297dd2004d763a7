import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { triedUnless } from '../../test/support/tried-where.js';
import { DataDirInUse, lockDataDir } from './data-dir-lock.js';

const MODULE = new URL('./data-dir-lock.ts', import.meta.url).href;

/** As in a container: its first process is process 1, and it sees no others. */
const IN_A_CONTAINER = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];

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
  const otherCopy = async (
    ...within: readonly string[]
  ): Promise<{ readonly child: ChildProcess; readonly said: string }> => {
    const script = `
      import { lockDataDir } from ${JSON.stringify(MODULE)};
      try { lockDataDir(${JSON.stringify(dir)}); console.log('held by ' + process.pid); }
      catch (error) { console.log(error.message); }
      setInterval(() => {}, 1000);`;
    const [program = '', ...args] = [
      ...within,
      ...[process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--input-type=module', '--eval', script],
    ];
    const child = spawn(program, args, { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    const [said] = (await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')])) as [Buffer];
    return { child, said: said.toString().trim() };
  };

  const killed = async (child: ChildProcess): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };

  it('refuses a second holder with a sentence that names the first and says what to do', () => {
    const release = lockDataDir(dir);
    expect(() => lockDataDir(dir)).toThrow(DataDirInUse);
    expect(() => lockDataDir(dir)).toThrow(`Another copy (process ${process.pid} on ${hostname()}) is using`);
    expect(() => lockDataDir(dir)).toThrow(/Stop that copy.+DATA_DIR.+DATABASE_URL/);
    release();
  });

  it('refuses a second holder that comes by another path', () => {
    const release = lockDataDir(dir);
    const elsewhere = `${dir}-link`;
    symlinkSync(dir, elsewhere);
    expect(() => lockDataDir(elsewhere)).toThrow(DataDirInUse);
    release();
    rmSync(elsewhere);
  });

  it('is free again once it was given back', () => {
    lockDataDir(dir)();
    lockDataDir(dir)();
  });

  it('is refused while another process lives, names it, is taken over once that was killed, and warns of nothing', async () => {
    const { child, said } = await otherCopy();
    expect(said).toBe(`held by ${child.pid}`);
    expect(() => lockDataDir(dir)).toThrow(`process ${child.pid}`);
    await killed(child);
    lockDataDir(dir)();
  });

  it('is refused to another process while this one holds it', async () => {
    const release = lockDataDir(dir);
    expect((await otherCopy()).said).toContain(`Another copy (process ${process.pid} `);
    release();
  });

  it('is refused while its holder stands still, for however long', async () => {
    const { child } = await otherCopy();
    child.kill('SIGSTOP');
    // As if that were long ago: nothing that it last touched may count.
    execFileSync('find', [dir, '-exec', 'touch', '--date=@0', '{}', '+']);
    expect(() => lockDataDir(dir)).toThrow(DataDirInUse);
  });

  it('goes to one only of several that come after a killed one', async () => {
    const { child } = await otherCopy();
    await killed(child);
    const said = await Promise.all([otherCopy(), otherCopy(), otherCopy()]);
    expect(said.filter((each) => each.said.startsWith('held'))).toHaveLength(1);
  });

  triedUnless(
    whyNoContainer(),
    'that two containers refuse each other',
    it,
  )('is refused between two containers, both of which are process 1', async () => {
    const { child, said } = await otherCopy(...IN_A_CONTAINER);
    expect(said).toBe('held by 1');
    expect((await otherCopy(...IN_A_CONTAINER)).said).toContain('Another copy (process 1 on');
    expect(() => lockDataDir(dir)).toThrow(DataDirInUse);
    await killed(child);
    expect((await otherCopy(...IN_A_CONTAINER)).said).toBe('held by 1');
  });
});

function whyNoContainer(): string | null {
  const [program = '', ...args] = IN_A_CONTAINER;
  try {
    execFileSync(program, [...args, 'true'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'this user may not make a namespace of processes';
  }
}
