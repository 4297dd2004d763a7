import type { CallRecord } from '../../src/contract/index.js';

/** An answered call of ten minutes, as a provider hands it over. */
export const aRecord = (externalId: string, more: Partial<CallRecord> = {}): CallRecord => ({
  externalId,
  relatedIds: [],
  userExternalId: 'u1',
  direction: 'inbound',
  outcome: 'answered',
  startedAt: new Date('2026-11-20T15:00:00Z'),
  connectedAt: new Date('2026-11-20T15:00:05Z'),
  endedAt: new Date('2026-11-20T15:10:05Z'),
  counterparty: { number: '+14155550111', name: 'Annette Keller', internal: false },
  viaNumber: '+14155550170',
  group: null,
  transferred: false,
  recorded: false,
  labels: [],
  revision: 1,
  ...more,
});
