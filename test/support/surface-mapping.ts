import type { SurfaceMapping } from '../../reference-host/src/views/shared/surface.js';

/** Somebody unmatched, as the mapping page is told of them. */
export const aMapping = (id: string, more: Partial<SurfaceMapping> = {}): SurfaceMapping => ({
  employee: { id, name: id, emails: [], phones: [] },
  notStored: null,
  phoneUser: null,
  source: 'none',
  matchedOn: null,
  since: null,
  until: null,
  successor: null,
  earlier: false,
  planned: null,
  plannedLater: [],
  candidates: [],
  revision: 'automatic',
  ...more,
});
