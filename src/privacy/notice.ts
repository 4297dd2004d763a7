import { createHash } from 'node:crypto';
import { retentionDaysOf } from '../access/index.js';
import type { Explained, TenantTerms } from '../contract/index.js';
import {
  exampleDay,
  type ExampleDay,
  rulesInWords,
  type ScoringRules,
  termsInWords,
  timeRulesInWords,
} from '../scoring/index.js';
import { looksKeptDaysOf } from './kept.js';

/** Something that is known of a person, and who may see it. */
export interface Seen {
  readonly what: string;
  readonly who: string;
}

/** What a notice is made from. */
export interface NoticeFacts {
  /** As the manifest lists it. */
  readonly stored: readonly string[];
  readonly notStored: readonly string[];
  readonly seen: readonly Seen[];
  readonly terms: TenantTerms;
  /** Those in force. */
  readonly rules: ScoringRules;
  /** What of the counting whoever reads it is told. */
  readonly explained: Explained;
  /** The name of the connected phone system; null where there is none. */
  readonly phoneSystem: string | null;
}

/** What people are told before they are counted. */
export interface Notice {
  /** Another one whenever anything of it is. */
  readonly version: string;
  readonly phoneSystem: string | null;
  readonly stored: readonly string[];
  readonly notStored: readonly string[];
  readonly seen: readonly Seen[];
  readonly kept: string;
  /** How a day is counted, in sentences. */
  readonly counting: readonly string[];
  readonly example: ExampleDay;
  /** What the person can do. */
  readonly rights: readonly string[];
  /** Who answers questions; null where the host does not say. */
  readonly contact: string | null;
}

/** Makes the notice of a tenant. Pure: the same facts make the same version. */
export function noticeOf({ stored, notStored, seen, terms, rules, explained, phoneSystem }: NoticeFacts): Notice {
  const content = {
    phoneSystem,
    stored,
    notStored,
    seen,
    kept: `Calls are kept for ${retentionDaysOf(terms)} days; the totals of their days stay. Who looked at them is kept for ${looksKeptDaysOf(terms)} days.`,
    counting: [termsInWords(terms), ...COUNTING[explained](rules)],
    example: exampleDay(rules, explained),
    rights: [
      SEEING[explained],
      'You can object to a day or a call of yours; your manager or an administrator answers, and both stand on the day.',
      'You see who opened your days, your calls or what is stored about you, and when.',
      'You can download everything that is stored about you, as a table or as JSON.',
    ],
    contact: terms.contact ?? null,
  };
  return { version: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16), ...content };
}

const COUNTING = { points: rulesInWords, minutes: timeRulesInWords };

const SEEING = {
  points: 'You see every call of your days, what each added to the score, and why.',
  minutes: 'You see every call of your days, how much of its time counted, and why.',
};
