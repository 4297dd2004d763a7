import { isolated } from '../shared/isolated.js';
import type { SurfaceExclusion } from '../shared/surface.js';

/** What somebody, or another window, decided about a call since the page was drawn. */
export const decidedMeanwhile = (exclusion: SurfaceExclusion | null): string =>
  exclusion === null
    ? 'This call was let count again meanwhile. Nothing was changed now: look at it, and decide again.'
    : `${isolated(exclusion.by.name)} excluded this call meanwhile${exclusion.note === '' ? '' : ` (“${isolated(exclusion.note)}”)`}. Nothing was changed now: look at it, and decide again.`;

/** A decision, as the surface is told which one was read. */
export const decisionOf = (exclusion: SurfaceExclusion | null): string => exclusion?.at ?? 'none';
