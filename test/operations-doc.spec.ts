import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEM_KINDS } from '../src/storage/index.js';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const operations = read('docs/operations.md');

/** The part of a document below a heading. */
const section = (heading: string): string =>
  operations.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

/** What stands in backticks in the first cell of each row of a section's tables. */
const firstCells = (heading: string): string[] =>
  [...section(heading).matchAll(/^\| (`[^|]*`) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );

describe('docs/operations.md', () => {
  it('says for every kind of problem what to do, and for none that there is not', () => {
    // Only rounds say that their connection was disconnected: nothing is wrong with them.
    const shown = PROBLEM_KINDS.filter((kind) => kind !== 'disconnected');
    expect(firstCells('When something is wrong').sort()).toEqual([...shown].sort());
  });

  it('names every setting of the environment', () => {
    const settings = [...read('src/support/settings.ts').matchAll(/set\('([A-Z_]+)'\)/g)].map(([, name = '']) => name);
    expect(settings.length).toBeGreaterThan(8);
    const named = firstCells('Settings');
    // NODE_ENV is Node's own; the section says what it changes.
    expect(settings.filter((name) => name !== 'NODE_ENV' && !named.includes(name))).toEqual([]);
  });
});
