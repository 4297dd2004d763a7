import { dayOf } from '../views/shared/format.js';
import type { RulesModel } from '../views/rules/model.js';
import type { SurfaceRules } from '../views/shared/surface.js';
import type { Visitor } from './visitor.js';

/** Gathers what the page of counting rules shows. Names are the host's own: the surface says who it is by id. */
export async function rulesModel({ tenant, get }: Visitor): Promise<RulesModel> {
  return {
    rules: await get<SurfaceRules>('/phone-systems/rules'),
    names: Object.fromEntries(tenant.employees.map(({ id, name }) => [id, name])),
    timeZone: tenant.timeZone,
    today: dayOf(new Date(), tenant.timeZone),
  };
}
