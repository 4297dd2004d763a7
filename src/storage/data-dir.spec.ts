import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { triedUnless } from '../../test/support/tried-where.js';
import { kept, takeDataDir } from './data-dir.js';
import { openOrm } from './phone-system-orm.js';

/** A user who owns nothing. */
const NOBODY = 65_534;

describe('a data directory', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'phone-systems-data-'));
    chmodSync(dir, 0o755);
  });

  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  const modeOf = (...path: readonly string[]): number => statSync(join(dir, ...path)).mode & 0o777;

  /** As a user to whom the modes of files apply, which they do not to root. */
  const asNobody = <Result>(work: () => Result): Result => {
    if (process.geteuid?.() !== 0) return work();
    process.seteuid?.(NOBODY);
    try {
      return work();
    } finally {
      process.seteuid?.(0);
    }
  };

  it('is closed to others, also where it stood open before', async () => {
    const orm = await openOrm({ kind: 'embedded', dataDir: dir });
    await orm.close(true);
    expect(modeOf()).toBe(0o700);
    expect(modeOf('postgres')).toBe(0o700);
  });

  it('of somebody else, open to all, still closes what is made in it', () => {
    chmodSync(dir, 0o777);
    const shared = join(dir, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o777);
    asNobody(() => takeDataDir(shared)());
    asNobody(() => kept(shared, 'token-key', 'secret'));
    expect(modeOf('shared', 'postgres')).toBe(0o700);
    for (const file of ['token-key', 'lock', 'lock.db']) expect([file, modeOf('shared', file)]).toEqual([file, 0o600]);
    expect(readdirSync(shared).sort()).toEqual(['lock', 'lock.db', 'postgres', 'token-key']);
  });

  it.each([
    ['closed to who runs the host', 0o000],
    ['that may be read only', 0o555],
  ])('%s is refused with a sentence that names DATA_DIR', (_kind, mode) => {
    const other = join(dir, 'other');
    mkdirSync(other);
    chmodSync(other, mode);
    const sentence = /^The database in DATA_DIR cannot be used \(its files may not be read or written\): make the user/;
    for (const path of [other, join(other, 'below')]) {
      expect(() => asNobody(() => takeDataDir(path))).toThrow(sentence);
      expect(() => asNobody(() => kept(path, 'token-key', 'secret'))).toThrow(sentence);
    }
  });

  it('that is a file is refused with a sentence that names DATA_DIR', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => takeDataDir(join(dir, 'file'))).toThrow(/in DATA_DIR cannot be used \(it is no directory\)/);
  });

  it('keeps what a file of it said first', () => {
    expect(kept(dir, 'token-key', 'first')).toBe('first');
    expect(kept(dir, 'token-key', 'second')).toBe('first');
    expect(readdirSync(dir).sort()).toEqual(['token-key']);
  });

  describe('on a file system of its own', () => {
    const test = triedUnless(whyNoMount(), 'a full disk and one that only reads', it);

    const on = (options: string, work: (mounted: string) => void): void => {
      const mounted = join(dir, 'mounted');
      mkdirSync(mounted);
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', mounted]);
      try {
        work(mounted);
      } finally {
        execFileSync('umount', [mounted]);
      }
    };

    test('that only reads is refused with a sentence that names DATA_DIR', () => {
      on('ro', (mounted) => {
        for (const path of [mounted, join(mounted, 'below')]) {
          expect(() => takeDataDir(path)).toThrow(
            /in DATA_DIR cannot be used \(its files may not be read or written\)/,
          );
        }
      });
    });

    test('that is full is refused with a sentence that names DATA_DIR, and no half of a key is kept', () => {
      on('size=8k', (mounted) => {
        writeFileSync(join(mounted, 'all'), '.'.repeat(8_192));
        expect(() => takeDataDir(mounted)).toThrow(/in DATA_DIR cannot be used \(the disk is full\): make room/);
        expect(() => kept(mounted, 'token-key', 'secret')).toThrow(/\(the disk is full\)/);
        expect(existsSync(join(mounted, 'token-key'))).toBe(false);
        rmSync(join(mounted, 'all'));
        kept(mounted, 'token-key', 'secret');
        expect(readFileSync(join(mounted, 'token-key'), 'utf8')).toBe('secret');
      });
    });
  });
});

function whyNoMount(): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'phone-systems-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', dir], { stdio: 'ignore' });
    execFileSync('umount', [dir]);
    return null;
  } catch {
    return 'this user may not mount a file system';
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
