import type { Law } from '../law.js';
import { announcedLaws } from './announced.laws.js';
import { conductLaws } from './conduct.laws.js';
import { grantLaws } from './grants.laws.js';
import { hostileLaws } from './hostile.laws.js';
import { listingLaws } from './listing.laws.js';
import { readingLaws } from './reading.laws.js';
import { webhookLaws } from './webhooks.laws.js';

/** Everything that every provider keeps to. */
export const LAWS: readonly Law[] = [
  ...conductLaws,
  ...grantLaws,
  ...readingLaws,
  ...hostileLaws,
  ...listingLaws,
  ...announcedLaws,
  ...webhookLaws,
];
