import type { SqlEntityManager } from '@mikro-orm/sql';
import { countsOf } from './mapping-counts.js';
import { listPage } from './mapping-lists.js';
import type { MappingPage, MappingQuery } from './mapping-page.js';
import type { Asked } from './mapping-sql.js';
import { itemsOn } from './page-items.js';

/** One page, by as many questions as the smallest company needs. */
export async function readPage(em: SqlEntityManager, asked: Asked, query: MappingQuery): Promise<MappingPage> {
  const summary = await countsOf(em, asked);
  const { end, found, ...listed } = await listPage(em, asked, summary, query);
  return {
    ...(await itemsOn(em, asked, listed)),
    summary,
    found,
    nextPage: end === null ? null : (query.page ?? 1) + 1,
    end,
  };
}
