import type { SurfaceDayInput, SurfacePhoneUser } from './surface.js';

/** What became of a call, in a person's words. */
export const outcomeWords = (call: Pick<SurfaceDayInput, 'outcome'>): string => OUTCOMES[call.outcome];

const OUTCOMES: Record<SurfaceDayInput['outcome'], string> = {
  answered: 'Answered',
  unanswered: 'No answer',
  missed: 'Missed',
  voicemail: 'Voicemail',
};

/** Why a record is greyed and not counted. */
export const flagWords = (reason: SurfaceDayInput['flagReason']): string => FLAGS[reason ?? ''] ?? 'Not counted';

const FLAGS: Readonly<Record<string, string>> = {
  excluded: 'Excluded, not counted',
  voicemail: 'Voicemail, not counted',
  'too-short': 'Too short to count',
};

export const directionWords = (direction: SurfaceDayInput['direction']): string =>
  direction === 'inbound' ? 'Incoming' : 'Outgoing';

/** A phone user's numbers as texts; an extension where there is no number. */
export const numbersOf = (user: SurfacePhoneUser): string[] =>
  user.numbers.flatMap((number) => {
    if (number.e164 !== null) return [number.e164];
    return number.extension ? [`ext.\u00a0${number.extension}`] : [];
  });

/** What tells two phone users of one name apart. */
export const phoneUserDetail = (user: SurfacePhoneUser): string => [...user.emails, ...numbersOf(user)].join(', ');
