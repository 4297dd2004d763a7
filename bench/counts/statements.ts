import { createRequire } from 'node:module';
import type pg from 'pg';

let count = 0;
let isPatched = false;

/** How many statements the product sends to its server while something is done, by whichever connection. */
export async function statementsOf(work: () => Promise<void>): Promise<number> {
  if (!isPatched) patch();
  const before = count;
  await work();
  return count - before;
}

/** Every connection of the product's driver counts what it sends; the queue has a driver of its own. */
function patch(): void {
  isPatched = true;
  const { Client } = createRequire(import.meta.resolve('@mikro-orm/postgresql'))('pg') as typeof pg;
  const query = Reflect.get(Client.prototype, 'query') as (...args: unknown[]) => unknown;
  Reflect.set(Client.prototype, 'query', function counted(this: pg.Client, ...args: unknown[]) {
    count += 1;
    return query.apply(this, args);
  });
}
