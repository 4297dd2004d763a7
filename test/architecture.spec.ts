import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

/** The house, from the ground up: a file imports only from folders above its own in this list, and from its own. */
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
  'host',
];

/** What is narrower than the list. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  'providers/dialpad': ['contract', 'support', 'registry'],
  'testing/vendor': [],
  'testing/simulator': ['testing/vendor'],
};

const SRC = join(import.meta.dirname, '..', 'src');

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => file.split(sep).join('/'));

const importsOf = (file: string): string[] =>
  [...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier ?? '',
  );

const folderOf = (file: string): string =>
  FOLDERS.find((folder) => folder !== '.' && file.startsWith(`${folder}/`)) ?? '.';

const localImportsOf = (file: string): string[] =>
  importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) =>
      normalize(join(dirname(file), specifier))
        .split(sep)
        .join('/'),
    );

describe('the house', () => {
  it('has every file in a folder of the list', () => {
    const strays = sources.filter((file) => file.includes('/') && folderOf(file) === '.');
    expect(strays).toEqual([]);
  });

  it('lets a file import only from folders above its own', () => {
    const upwards = sources.flatMap((file) =>
      localImportsOf(file)
        .filter((target) => FOLDERS.indexOf(folderOf(target)) > FOLDERS.indexOf(folderOf(file)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(upwards).toEqual([]);
  });

  it.each(Object.entries(ONLY))('lets %s import from nowhere else than it may', (folder, allowed) => {
    const others = sources
      .filter((file) => file.startsWith(`${folder}/`))
      .flatMap((file) =>
        localImportsOf(file)
          .filter((target) => ![folder, ...allowed].some((prefix) => target.startsWith(`${prefix}/`)))
          .map((target) => `${file} imports ${target}`),
      );
    expect(others).toEqual([]);
  });

  it('keeps frameworks out of the ground floor', () => {
    const packages = (folder: string): string[] =>
      sources
        .filter((file) => file.startsWith(`${folder}/`))
        .flatMap((file) =>
          importsOf(file)
            .filter((specifier) => !specifier.startsWith('.'))
            .map((name) => `${file}: ${name}`),
        );
    expect(packages('contract')).toEqual([]);
    expect(packages('support').filter((line) => /@nestjs|@mikro-orm|pg-boss/.test(line))).toEqual([]);
  });

  it('lets nothing outside the reference host and the test tools know of the simulator', () => {
    const knowing = sources.filter(
      (file) =>
        !file.startsWith('testing/') &&
        !file.startsWith('host/') &&
        /simulator/i.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(knowing).toEqual([]);
  });

  it('takes types alone from what a host may have left out', () => {
    const optional = /^(?:import|export) (?!type )[^;]*?'(?:@nestjs\/swagger|@mikro-orm\/pglite)'/m;
    const needing = sources.filter(
      (file) => !file.startsWith('host/') && optional.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(needing).toEqual([]);
  });

  it('stands as a drawing in docs/architecture.md, in the same order', () => {
    const text = readFileSync(join(SRC, '..', 'docs', 'architecture.md'), 'utf8');
    const drawn = [...text.matchAll(/^[├└]── ([\w/]+)\/ /gm)].map(([, folder]) => folder);
    expect(drawn).toEqual(FOLDERS.filter((folder) => folder !== '.'));
  });
});
