import type { CallParty, SimulatedCall } from './model.js';

type Required4 = 'direction' | 'startedAt' | 'endedAt' | 'target';

/** A call without what follows from the rest: everything beyond who, when and which way may be left out. */
export type CallDraft = Pick<SimulatedCall, Required4> & Partial<Omit<SimulatedCall, Required4 | 'id'>>;

/** Fills a draft in: nobody spoke, nothing was left, no other record belongs to it. */
export const callFrom = (id: string, draft: CallDraft): SimulatedCall => ({
  id,
  masterCallId: null,
  entryPointCallId: null,
  operatorCallId: null,
  connectedAt: null,
  contact: null,
  entryPoint: null,
  externalNumber: numberOf(draft.contact),
  internalNumber: draft.target.phone,
  transferred: false,
  recorded: false,
  labels: [],
  voicemail: 'none',
  voicemailAfterMs: 0,
  ...draft,
});

const numberOf = (party: CallParty | null | undefined): string => party?.phone ?? 'anonymous';
