import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => read(join('src', path)))
  .join('\n');
const inCode = [
  ...sources.matchAll(/(?:this\.(?:counter|histogram|fromDatabase)\(\s*|measure\(\{\s*name: )'(\w+)'/g),
].map(([, name]) => `phone_system_${name}`);

describe('the Grafana dashboard', () => {
  it('shows every metric that there is, and none that is not', () => {
    const shown = [...read('docs/grafana-dashboard.json').matchAll(/phone_system_\w+/g)].map(([name]) =>
      name.replace(/_bucket$/, ''),
    );
    expect(inCode.length).toBeGreaterThan(10);
    expect([...new Set(shown)].sort()).toEqual([...new Set(inCode)].sort());
  });
});
