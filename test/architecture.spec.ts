import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The house, from the ground up. Who may import whom is held by `.dependency-cruiser.js`. */
const FOLDERS = [
  'contract',
  'support',
  'tracing',
  'registry',
  'providers/dialpad',
  'storage',
  'access',
  'queue',
  'metrics',
  'connection',
  'directory',
  'calls',
  'mapping',
  'scoring',
  'privacy',
  'jobs',
  'http',
  '.',
  'testing',
];

const SRC = join(import.meta.dirname, '..', 'src');

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => file.split(sep).join('/'));

const folderOf = (file: string): string =>
  FOLDERS.find((folder) => folder !== '.' && file.startsWith(`${folder}/`)) ?? '.';

/** Code without comments, and without what stands as an example in the HTTP surface's document. */
const withoutExamples = (code: string): string =>
  code.replace(/\/\*[^]*?\*\/|\/\/ .*$/gm, '').replace(/\bexample: (?:'[^'\n]*'|\{[^}]*\})/g, '');

describe('the house', () => {
  it('has every file in a folder of the list', () => {
    const strays = sources.filter((file) => file.includes('/') && folderOf(file) === '.');
    expect(strays).toEqual([]);
  });

  it('lets nothing outside the test tools know of the simulator', () => {
    const knowing = sources.filter(
      (file) => !file.startsWith('testing/') && /simulator/i.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(knowing).toEqual([]);
  });

  it('names no vendor in the platform, but in examples', () => {
    const vendors = /dialpad|ringcentral|zoom|teams.?phone|aircall/i;
    const naming = sources
      .filter((file) => !/^(providers|testing)\//.test(file))
      .flatMap((file) =>
        withoutExamples(readFileSync(join(SRC, file), 'utf8'))
          .split('\n')
          .filter((line) => vendors.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(naming).toEqual([]);
  });

  it('takes types alone from what a host may have left out', () => {
    const optional = /^(?:import|export) (?!type )[^;]*?'(?:@nestjs\/swagger|@mikro-orm\/pglite)'/m;
    const needing = sources.filter((file) => optional.test(readFileSync(join(SRC, file), 'utf8')));
    expect(needing).toEqual([]);
  });

  it('stands as a drawing in docs/architecture.md, in the same order', () => {
    const text = readFileSync(join(SRC, '..', 'docs', 'architecture.md'), 'utf8');
    const drawn = [...text.matchAll(/^[├└]── ([\w/]+)\/ /gm)].map(([, folder]) => folder);
    expect(drawn).toEqual(FOLDERS.filter((folder) => folder !== '.'));
  });
});
