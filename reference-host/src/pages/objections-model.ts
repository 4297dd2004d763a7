import type { ObjectionsModel } from '../views/objections/model.js';
import type { SurfaceObjections } from '../views/shared/surface.js';
import type { Visitor } from './visitor.js';

/** Gathers what the page of objections shows. */
export async function objectionsModel({ tenant, get }: Visitor, query: URLSearchParams): Promise<ObjectionsModel> {
  const answered = query.get('state') === 'answered';
  const page = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1);
  const path = `/phone-systems/objections?state=${answered ? 'answered' : 'open'}&page=${page}`;
  return { ...(await get<SurfaceObjections>(path)), answered, page, timeZone: tenant.timeZone };
}
