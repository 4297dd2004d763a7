import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AssuranceFacts, assuranceOf } from './assurance.js';
import { STORED_KINDS } from './kept.js';
import { data, product } from './manifest.js';
import { noticeOf } from './notice.js';
import { defaultRules } from '../scoring/rules.js';

const ROOT = join(import.meta.dirname, '..', '..');

const terms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
  contact: 'privacy@acme.example',
};
const facts: AssuranceFacts = {
  product,
  data,
  terms,
  notice: noticeOf({
    ...data,
    terms,
    seen: [],
    rules: defaultRules,
    explained: 'points',
    phoneSystem: 'Dialpad',
  }),
  access: [{ address: 'GET /phone-systems/rules', who: 'administrators' }],
  neverStored: 0,
  system: {
    name: 'Dialpad',
    account: 'Acme',
    scopes: [{ name: 'calls:list', why: 'To list calls.' }],
    limitations: [],
  },
};

const statements = ({ sections } = assuranceOf(facts)) => sections.flatMap((section) => section.statements);
const textOf = (of: AssuranceFacts): string => JSON.stringify(assuranceOf(of).sections);

describe('the document for those who must approve', () => {
  it('names, for each statement and each duty, tests that there are', () => {
    const { sections } = assuranceOf(facts);
    const duties = sections.find(({ id }) => id === 'legal-bases')?.table?.rows ?? [];
    const named = [
      ...statements().flatMap(({ heldBy }) => heldBy),
      ...duties.flatMap(([, , , held = '']) => held.split(', ')),
    ];
    expect(statements().filter(({ heldBy }) => heldBy.length === 0)).toEqual([]);
    expect([...new Set(named)].filter((spec) => !existsSync(join(ROOT, spec)))).toEqual([]);
  });

  it('names no address that the manifest does not', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'plugin.manifest.json'), 'utf8')) as {
      readonly routes: readonly { readonly method: string; readonly path: string }[];
    };
    const known = new Set(manifest.routes.map(({ method, path }) => `${method} ${path}`));
    const duties = assuranceOf(facts).sections.find(({ id }) => id === 'legal-bases')?.table?.rows ?? [];
    const named = duties.flatMap(([, , where = '']) => where.split(', '));
    expect(named.filter((address) => !known.has(address))).toEqual([]);
  });

  it('says of every table what it is for and how long its rows are kept, with the time that the terms give', () => {
    expect(Object.keys(data.tables).sort()).toEqual(Object.keys(data.columns).sort());
    const kinds: readonly string[] = STORED_KINDS;
    expect(Object.values(data.tables).filter(({ kept }) => !kinds.includes(kept) && !/^[A-Z].*\.$/.test(kept))).toEqual(
      [],
    );
    const rows = assuranceOf({ ...facts, terms: { ...terms, retentionDays: 90 } }).sections[0]?.table?.rows ?? [];
    const calls = rows.find(([table]) => table === 'call_record');
    expect(calls).toEqual(['call_record', expect.stringContaining('started_at'), expect.any(String), 'For 90 days.']);
    expect(rows.every((cells) => cells.every((text) => text !== ''))).toBe(true);
  });

  it('says what the terms say of bounds and of points, and has another version for each', () => {
    const others: AssuranceFacts[] = [
      { ...facts, terms: { ...terms, counterparties: 'masked' } },
      { ...facts, terms: { ...terms, explain: { employee: 'minutes' } } },
      { ...facts, neverStored: 3 },
      { ...facts, system: null },
      { ...facts, access: [] },
      { ...facts, product: { ...product, version: '9.9.9' } },
    ];
    const versions = [facts, ...others].map((one) => assuranceOf(one).version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(assuranceOf(structuredClone(facts)).version).toBe(versions[0]);
    const [masked, minutes, never] = others.map(textOf);
    expect(masked).toContain('without its last three digits is stored');
    expect(minutes).toContain('Employees are told which time counted and why, and no points or weights.');
    expect(never).toContain('Of 3 numbers that the customer has named');
  });

  it('says of a disconnect what customers read in docs/removal.md, word for word', () => {
    const page = readFileSync(join(ROOT, 'docs', 'removal.md'), 'utf8');
    const removal = assuranceOf(facts).sections.find(({ id }) => id === 'removal')?.statements ?? [];
    const listed = page.split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []));
    expect(listed).toEqual(removal.map(({ text }) => text));
  });
});
