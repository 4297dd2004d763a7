import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

describe('docs/security.md', () => {
  const text = readFileSync(join(root, 'docs', 'security.md'), 'utf8');
  const named = [...text.matchAll(/`((?:src|test)\/[\w./-]+)`/g)];

  it('names tests that are there', () => {
    const paths = named.map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !path.endsWith('.spec.ts') || !existsSync(join(root, path)))).toEqual([]);
  });

  it('names a test of each thing that got through once', () => {
    const [, once = ''] = text.split('## What got through once');
    const rows = [...once.matchAll(/^\| +(\d+) .*$/gm)];
    expect(rows.map(([, place]) => Number(place))).toEqual(Array.from({ length: 16 }, (_, place) => place + 1));
    expect(rows.filter(([row]) => !row.includes('.spec.ts`')).map(([row]) => row)).toEqual([]);
  });
});
