import { type FieldProblem, Problem } from './problem.js';

/** One kind of refusal. */
interface Kind {
  /** Of the answer. */
  readonly status: number;
  /** What it says to people: what happened, and what to do. */
  readonly says: (...about: never[]) => string;
}

const wrongInput = (what: string): string => `The request is not right: ${what}.`;

const inSeconds = (seconds?: number): string => {
  if (seconds === undefined) return 'a little';
  return seconds === 1 ? 'a second' : `${seconds} seconds`;
};

/** Every refusal of this package, by the code that programs go by. The OpenAPI document is made from it. */
export const PROBLEMS = {
  // Of any request.
  invalid_input: { status: 400, says: wrongInput },
  invalid_day: { status: 400, says: wrongInput },
  invalid_span: { status: 400, says: wrongInput },
  signed_out: { status: 401, says: () => 'Nobody is signed in: sign in and try again.' },
  not_allowed: {
    status: 403,
    says: (whom?: string) => (whom === undefined ? 'You may not do this.' : `You may not do this; it is for ${whom}.`),
  },
  points_not_told: {
    status: 403,
    says: () =>
      'Points and weights are not told to you by your company’s terms: ask for minutes, or whoever runs this host.',
  },
  nobody_may: { status: 403, says: () => 'Nobody may use this address: it does not say who may.' },
  foreign_origin: {
    status: 403,
    says: () => 'This was asked for by a page of another site: open it on this one.',
  },
  method_not_allowed: {
    status: 405,
    says: (methods?: string) =>
      methods === undefined
        ? 'This address does not take this method.'
        : `This address does not take this method; it takes ${methods}. Nothing was changed.`,
  },
  too_large: {
    status: 413,
    says: (most?: string) => `What was sent is ${most === undefined ? 'too large' : `larger than ${most}`}.`,
  },
  not_found: { status: 404, says: () => 'There is nothing at this address.' },
  unsupported_media_type: { status: 415, says: (what: string, type: string) => `Send ${what} as ${type}.` },
  not_opened: {
    status: 425,
    says: () => 'A browser asked for this address before anybody opened it. Nothing was changed: open it to go on.',
  },
  too_many_requests: {
    status: 429,
    says: (seconds?: number) => `These are too many requests at once: wait ${inSeconds(seconds)} and try again.`,
  },
  too_many_at_once: {
    status: 429,
    says: (whose: 'person' | 'tenant' | 'copy', places: number) =>
      ({
        person: `You have ${places} of these open already: close one, or wait until it is done.`,
        tenant: `Your company has ${places} of these open already: wait a moment and try again.`,
        copy: 'Too many people use this just now: wait a moment and try again.',
      })[whose],
  },
  internal_error: {
    status: 500,
    says: () =>
      'Something went wrong here, and nothing is known to have been changed. It is in the log: try again, and tell the operator if it happens again.',
  },
  host_misconfigured: {
    status: 500,
    says: (port: string, from: string, what: string) =>
      `The host's ${port} gave ${from} in a wrong shape: ${what}. Its operator has to correct this.`,
  },
  database_busy: {
    status: 503,
    says: (session: 'none' | 'lost') =>
      ({
        none: 'The database is busy or cannot be reached, so nothing is known to have been changed: wait a little and try again, and tell the operator if it happens again.',
        lost: 'The connection to the database was lost in the midst of this, so it is not known whether anything was changed: wait a little, look, and try again, and tell the operator if it happens again.',
      })[session],
  },

  unavailable: { status: 503, says: () => 'This cannot be answered just now: try again in a moment.' },

  // Of connecting.
  unknown_provider: { status: 404, says: () => 'No phone system of this name is installed here.' },
  never_connected: {
    status: 404,
    says: () => 'This phone system has never been connected: authenticate with it first.',
  },
  unknown_connection: {
    status: 404,
    says: () => 'This connection and its data were erased. Connect again first.',
  },
  unknown_account: {
    status: 404,
    says: () =>
      'No account of this id was connected before and is kept here, so nothing was done. Reload the list to see which are.',
  },
  not_connected: {
    status: 409,
    says: (why = 'This phone system is not connected: authenticate with it first.') => why,
  },
  invalid_return_to: { status: 400, says: () => 'returnTo must be a path of this host, such as /settings.' },
  keys_needed: {
    status: 409,
    says: (name: string, key: string) =>
      `${name} signs nobody in for this: make keys there, and type them on the settings page (POST …/phone-systems/${key}/keys).`,
  },
  sign_in_needed: {
    status: 409,
    says: (name: string, key: string) =>
      `${name} is connected without keys: authenticate with it on the settings page (GET …/phone-systems/${key}/connect).`,
  },

  // Of keys that were typed.
  keys_refused: {
    status: 400,
    says: (name: string) =>
      `${name} does not take these keys: look whether both were copied whole and still exist there. Nothing was stored.`,
  },
  wrong_domain: {
    status: 409,
    says: (name: string) =>
      `These keys are of a ${name} account whose domain is not registered for your company, so they were not stored.`,
  },
  not_an_admin: {
    status: 409,
    says: (name: string) => `${name} lets these keys read neither the company nor its calls, so they were not stored.`,
  },
  scope_missing: {
    status: 409,
    says: (name: string) => `${name} does not let these keys list calls, so they were not stored.`,
  },
  not_supported: {
    status: 409,
    says: (name: string) =>
      `These keys are of a ${name} account of a kind that is not supported, as its limitations say. They were not stored.`,
  },
  no_licence: {
    status: 409,
    says: (name: string) =>
      `Your company needs a phone-system licence and a registered domain before ${name} can be connected. Nothing was stored.`,
  },
  already_connected: {
    status: 409,
    says: (name: string) =>
      `Your company is already connected to another account or phone system: disconnect that first. These keys of ${name} were not stored.`,
  },
  account_in_use: {
    status: 409,
    says: (name: string) =>
      `This ${name} account is already connected to another company here, so the keys were not stored.`,
  },
  vendor_error: {
    status: 502,
    says: (name: string) =>
      `${name} did not say whose keys these are, because of an error on its side: try again in a few minutes.`,
  },

  // Of deliveries of the phone system.
  unsigned: { status: 401, says: () => 'This delivery is not signed for a connection that is known here.' },
  delivery_refused: {
    status: 401,
    says: () =>
      'The bytes that are signed are gone: something of the host has read them before. Let this address pass it.',
  },

  // Of fetching.
  unknown_fetch: { status: 404, says: () => 'There is no such round of fetching.' },
  fetching_again: {
    status: 409,
    says: (days: string) => `Calls of ${days} are being fetched again: ask for other days when that has ended.`,
  },
  too_many_fetches: {
    status: 429,
    says: (times: number, seconds: number) =>
      `Calls were fetched by hand ${times} times within a minute, the last time just now: look at what came, or ask again in ${inSeconds(seconds)}. They are fetched without asking as well.`,
  },

  // Of people and their mapping.
  unknown_employee: { status: 404, says: () => 'There is no such employee here.' },
  unknown_phone_user: {
    status: 404,
    says: () =>
      'There is no such user in the phone system, so nothing was changed. Reload the page to see who is there.',
  },
  phone_user_taken: { status: 409, says: (who: string) => who },
  person_erased: {
    status: 409,
    says: () => 'What was stored of this person was erased, so they cannot be matched again.',
  },
  mapping_changed: {
    status: 412,
    says: () =>
      'Who this person is was chosen otherwise since you read it, so nothing was changed: look at it as it is now, and choose again.',
  },
  unreadable_csv: { status: 400, says: (why: string) => why },
  wrong_lines: {
    status: 400,
    says: (many: string, first: string) => `Nothing was changed, since ${many}; the first is ${first}`,
  },
  number_in_use: {
    status: 409,
    says: (holder: string) =>
      `This number is ${holder}’s, so nothing was erased by it. Erase that employee instead, or, where they are a phone user only, erase the phone user by connectionId and phoneUserId.`,
  },

  // Of days, calls and rules.
  no_ranking: {
    status: 403,
    says: () => 'Your company does not put people in the order of their figures: sort by name or unknown.',
  },
  too_many_days: {
    status: 400,
    says: (days: number, people: number, most: number) =>
      `These are ${days} days of ${people} people, and at most ${most} people can be put in this order: sort by name, ask for fewer days or for one manager.`,
  },
  unknown_call: { status: 404, says: () => 'There is no such call here.' },
  stays_excluded: {
    status: 403,
    says: () =>
      'The call stays excluded, as it was. Who excluded it decides who may change that: the same right or a higher one, and nobody for a call of their own. Ask whoever excluded it, or an administrator.',
  },
  exclusion_changed: {
    status: 412,
    says: () =>
      'Somebody decided about this call since you read it, so nothing was changed: look at it as it is now, and decide again.',
  },
  unknown_objection: {
    status: 404,
    says: () => 'There is no such objection here: it may have been erased with its person.',
  },
  has_left: {
    status: 403,
    says: () => 'You no longer work here, so your days take no objection any more: write to the company instead.',
  },
  day_to_come: {
    status: 409,
    says: () => 'This day has not begun yet: object to it once there is something on it.',
  },
  day_final: {
    status: 409,
    says: () =>
      'The calls of this day are older than calls are kept, so it stays as it is for good: nothing can be objected to any more.',
  },
  day_not_stored: {
    status: 409,
    says: () =>
      'Nothing of you is stored of this day, as your company has set it, so there is nothing to object to on it.',
  },
  objection_open: {
    status: 409,
    says: (since: string) =>
      `You objected to this on ${since} already, and it waits for an answer: wait for that first.`,
  },
  own_objection: {
    status: 403,
    says: () => 'This is your own objection: your manager or another administrator answers it.',
  },
  objection_answered: {
    status: 409,
    says: (first: string) => `This was answered already, so your answer was not noted. ${first}`,
  },
  no_call: {
    status: 409,
    says: () =>
      'This objection is about a whole day, so there is no call to leave out or to include: look at the day’s calls, mapping or rules.',
  },
  call_gone: {
    status: 409,
    says: () =>
      'The call was deleted since, so it can neither be left out nor included: decline, or accept and look at mapping or rules.',
  },
  already_so: {
    status: 409,
    says: (how: 'is left out' | 'counts') =>
      `The call ${how} already, so this would change nothing: decline, or accept with another step.`,
  },
  notice_first: {
    status: 403,
    says: () =>
      'Read first what is stored and counted of you, and acknowledge it: GET /phone-systems/notice. Then your days are shown.',
  },
  notice_changed: {
    status: 409,
    says: () => 'The notice is no longer the one that you read, so nothing was noted: read it as it is now.',
  },
  unknown_rules: { status: 404, says: (day: string) => `No counting rules were saved for ${day}.` },
  rules_began: {
    status: 409,
    says: (day: string) => `These rules have held since ${day}, so they stay: save other rules from a day on instead.`,
  },
  rules_changed: {
    status: 412,
    says: () =>
      'The counting rules have changed since you read them, so nothing was changed: look at them as they are now, and decide again.',
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What the sentence of a problem is told. */
export type About<C extends ProblemCode> = Parameters<(typeof PROBLEMS)[C]['says']>;

/**
 * A refusal of the catalogue.
 *
 * @example throw problem('unknown_rules', '2026-12-01')
 */
export const problem = <C extends ProblemCode>(code: C, ...about: About<C>): Problem => problemWith([], code, ...about);

/** The same, with every field that is wrong. */
export const problemWith = <C extends ProblemCode>(
  errors: readonly FieldProblem[],
  code: C,
  ...about: About<C>
): Problem => new Problem(PROBLEMS[code].status, code, sentenceOf(code, ...about), errors);

/** An input whose fields are wrong. */
export const wrongFields = (
  code: 'invalid_input' | 'invalid_day' | 'invalid_span',
  errors: readonly FieldProblem[],
): Problem => problemWith(errors, code, errors.map(({ message }) => message).join('; '));

/** What a problem says to people. */
export function sentenceOf<C extends ProblemCode>(code: C, ...about: About<C>): string {
  const { says } = PROBLEMS[code] as { readonly says: (...about: About<C>) => string };
  return says(...about);
}
