import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

describe('docs/security.md', () => {
  const named = [...readFileSync(join(root, 'docs', 'security.md'), 'utf8').matchAll(/`((?:src|test)\/[\w./-]+)`/g)];

  it('names tests that are there', () => {
    const paths = named.map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !path.endsWith('.spec.ts') || !existsSync(join(root, path)))).toEqual([]);
  });
});
