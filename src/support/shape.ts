/** What can be a field's name and no value: names of people, numbers, addresses and ids, used as keys, are left out. */
const FIELD_NAME = /^[a-z][a-z_]{0,39}$/i;
const DEEPEST = 4;
const MOST_KEYS = 40;
const LONGEST = 1_000;

/**
 * The shape of a JSON value: keys and types, and nothing of what it says. Safe to be logged.
 *
 * @example shapeOf({ items: [{ id: 5, name: 'Ann' }], cursor: null }) // {items: [{id: number, name: string} ×1], cursor: null}
 */
export function shapeOf(json: unknown): string {
  const shape = describe(json, 0);
  return shape.length <= LONGEST ? shape : `${shape.slice(0, LONGEST - 1)}…`;
}

function describe(value: unknown, depth: number): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return depth === DEEPEST ? `[… ×${value.length}]` : `[${describe(value[0], depth + 1)} ×${value.length}]`;
  }
  if (typeof value !== 'object') return typeof value;
  if (depth === DEEPEST) return '{…}';
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, MOST_KEYS)
    .map(([key, each]) => `${FIELD_NAME.test(key) ? key : '…'}: ${describe(each, depth + 1)}`);
  return `{${[...shown, ...(entries.length > MOST_KEYS ? ['…'] : [])].join(', ')}}`;
}
