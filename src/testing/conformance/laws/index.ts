import type { Law } from '../law.js';
import { conductLaws } from './conduct.laws.js';
import { hostileLaws } from './hostile.laws.js';
import { listingLaws } from './listing.laws.js';
import { readingLaws } from './reading.laws.js';
import { webhookLaws } from './webhooks.laws.js';

/** Everything that every provider keeps to. */
export const LAWS: readonly Law[] = [...conductLaws, ...readingLaws, ...hostileLaws, ...listingLaws, ...webhookLaws];
