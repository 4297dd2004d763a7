import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi } from '../../test/support/documented.js';
import { routes } from '../../test/support/route-table.js';
import { PROBLEMS } from '../support/problems.js';

const SRC = join(import.meta.dirname, '..');

/** What no route of this package answers: `routes.spec.ts` lets none stand that nobody may use; the others are a framework's. */
const NEVER = ['nobody_may', 'not_found', 'unavailable'];

const refusals = Object.entries(PROBLEMS)
  .filter(([code]) => !NEVER.includes(code))
  .map(([code, { status }]) => `${status} ${code}`);

const besideTheCatalogue = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|^testing\/|^support\/problems?\.ts$/.test(file))
  .filter((file) => readFileSync(join(SRC, file), 'utf8').includes('new Problem('));

const operations = Object.entries(openApi.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

const refusalsInDocument = operations.flatMap(({ operation }) =>
  Object.entries(operation.responses).flatMap(([status, { content }]) =>
    Object.keys(content?.['application/problem+json']?.examples ?? {}).map((code) => `${status} ${code}`),
  ),
);

interface Leaf {
  readonly type?: string;
  readonly format?: string;
  readonly example?: unknown;
  readonly enum?: unknown;
  readonly items?: Leaf;
}

/** Whether a reader sees what stands there: an example, or a type that has but one look. */
const isShown = (leaf: Leaf): boolean =>
  leaf.type === undefined ||
  leaf.type === 'object' ||
  leaf.type === 'boolean' ||
  leaf.example !== undefined ||
  leaf.enum !== undefined ||
  leaf.format !== undefined ||
  (leaf.items !== undefined && (leaf.items.type === undefined || leaf.items.enum !== undefined));

describe('the OpenAPI document', () => {
  it('has every route', () => {
    const named = routes.map(({ name }) => name.replace(' ', ' /api/').replace(/:(\w+)/g, '{$1}'));
    expect(operations.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  });

  it('says null as OpenAPI 3.0 reads it: beside a type, and where there is a list of values, in it', () => {
    const unsaid: unknown[] = [];
    JSON.stringify(openApi, (_key, node: unknown) => {
      if (typeof node !== 'object' || node === null || !('nullable' in node)) return node;
      const isListed = !('enum' in node) || (node.enum as unknown[]).includes(null);
      if (!('type' in node) || 'allOf' in node || !isListed) unsaid.push(node);
      return node;
    });
    expect(unsaid).toEqual([]);
  });

  it('names every refusal of the catalogue, and there is no other', () => {
    expect(refusals.filter((refusal) => !refusalsInDocument.includes(refusal))).toEqual([]);
    expect(besideTheCatalogue).toEqual([]);
  });

  it('shows an example wherever a type alone says little', () => {
    const bare = Object.entries(openApi.components.schemas).flatMap(([schema, { properties = {} }]) =>
      Object.entries(properties as Record<string, Leaf>)
        .filter(([, leaf]) => !isShown(leaf))
        .map(([property]) => `${schema}.${property}`),
    );
    expect(bare).toEqual([]);
  });

  it('says of every answer what it is', () => {
    const unsaid = operations.flatMap(({ name, operation }) =>
      Object.entries(operation.responses)
        .filter(([, { description }]) => description === '')
        .map(([status]) => `${name}: ${status}`),
    );
    expect(unsaid).toEqual([]);
  });
});
