import { Problem } from 'prodoscore-phone-systems';
import { visitOutcome } from '../views/settings/outcome.js';
import type { VisitEndModel } from '../views/settings/visit-end-page.js';
import type { SurfaceSystems } from '../views/shared/surface.js';
import type { Visitor } from './visitor.js';

/** Gathers what is said where a visit to the vendor ends. */
export async function visitEndModel(visitor: Visitor, query: URLSearchParams): Promise<VisitEndModel> {
  const visit = visitOutcome(query);
  if (visit === null) throw new Problem(404, 'no_visit', 'There is nothing at this address.');
  const { items } = await visitor.get<SurfaceSystems>('/phone-systems');
  const system = items.find(({ key }) => key === visit.systemKey);
  return {
    visit,
    systemName: system?.displayName ?? 'The phone system',
    accountName: visit.outcome === 'connected' ? (system?.connection?.account.name ?? null) : null,
  };
}
