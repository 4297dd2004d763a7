import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

interface Packed {
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

describe('the tarball', () => {
  let packed: Packed;
  let paths: readonly string[];

  beforeAll(async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT });
    [packed] = JSON.parse(stdout) as [Packed];
    paths = packed.files.map(({ path }) => path);
  });

  it('has only what a host needs', () => {
    const beside = paths.filter((path) => !path.startsWith('dist/'));
    expect(beside.sort()).toEqual([
      'LICENSE',
      'README.md',
      'package.json',
      'plugin.manifest.json',
      'plugin.manifest.schema.json',
    ]);
    expect(paths.filter((path) => /^dist\/host\/|\.spec\.|\.map$/.test(path))).toEqual([]);
    expect(paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)$/.test(path))).toEqual([]);
  });

  it('has the types of what its entry points lead to, and of nothing else', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/index.d.ts',
        'dist/contract/provider.d.ts',
        'dist/providers/dialpad/index.d.ts',
        'dist/testing/index.d.ts',
      ]),
    );
    expect(paths.filter((path) => /^dist\/(directory|mapping|scoring|privacy)\/.*\.d\.ts$/.test(path))).toEqual([]);
  });

  it('takes no more than 1.85 megabytes', () => {
    expect(packed.unpackedSize).toBeLessThan(1_850_000);
  });
});
