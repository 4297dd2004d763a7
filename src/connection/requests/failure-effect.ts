import type { ProviderFailure } from '../../contract/index.js';
import type { ConnectionStatus, ProblemKind, StoredProblem } from '../../storage/index.js';

/** What a failure means for a connection: it rests and goes on by itself, or it needs somebody. */
export interface FailureEffect {
  readonly status: Extract<ConnectionStatus, 'connected' | 'needs-reconnect' | 'stopped'>;
  readonly problem: StoredProblem;
}

/**
 * The one place that decides what follows from a failure of the vendor.
 *
 * @param name the phone system, as the administrator knows it
 */
export function effectOf(failure: ProviderFailure, name: string): FailureEffect {
  switch (failure.kind) {
    case 'reconnect':
      return needs(
        'needs-reconnect',
        'reconnect',
        'reconnect',
        `${name} no longer accepts this connection. Click Reconnect and allow access again; what was missed in between is then fetched.`,
      );
    case 'forbidden':
      return needs(
        'stopped',
        'forbidden',
        'reconnect',
        `${name} refuses the calls to the person who connected it${missing(failure.missing)}. Reconnect as somebody who may read them.`,
      );
    case 'closed':
      return needs(
        'stopped',
        'closed',
        'reconnect',
        `${name} says that this account is ${failure.state}, so no calls are fetched. Have ${name} open it again, then reconnect; what was missed in between is then fetched.`,
      );
    case 'unsupported':
      return needs(
        'stopped',
        'unsupported',
        'reconnect',
        `${name} says that this is ${failure.what}, which is not supported, so no calls are fetched. Disconnect it, or connect another account.`,
      );
    case 'misconfigured':
      // One setting serves every tenant: once it is corrected, nobody should have to reconnect.
      return needs(
        'connected',
        'misconfigured',
        'ask-operator',
        `A setting of this host does not fit ${name} (${failure.what}), so no calls are fetched. Ask the operator to correct it; fetching then goes on by itself.`,
      );
    case 'unreadable':
      return needs(
        'connected',
        'unreadable',
        'ask-operator',
        `${name} answers in a shape that this version cannot read (${failure.where}). Ask the operator to update it; it is asked again by itself meanwhile.`,
        failure.sample,
      );
    case 'gone':
      return needs(
        'connected',
        'gone',
        'ask-operator',
        `${name} no longer offers what the calls were read from. Ask the operator to update this version; it is asked again by itself meanwhile.`,
      );
    case 'slowDown':
      return needs(
        'connected',
        'slow-down',
        'wait',
        `${name} takes no more requests for now. Fetching goes on by itself${failure.until === undefined ? '' : ` at ${minuteOf(failure.until)}`}.`,
      );
    case 'tryLater':
      return needs(
        'connected',
        'try-later',
        'wait',
        `${name} cannot be reached or is out of order. Fetching goes on by itself as soon as it answers.`,
      );
    case 'restartListing':
      return needs(
        'connected',
        'try-later',
        'wait',
        `${name} lost its place in a list of calls. The list is walked again from its start.`,
      );
    case 'defect':
      return needs(
        'connected',
        'defect',
        'ask-operator',
        `The plug-in for ${name} failed in a way that it should not (${failure.what}). This is a fault of the plug-in, not of ${name}: tell the operator. Fetching is tried again by itself.`,
      );
  }
}

/** The whole minute after an instant. */
const minuteOf = (instant: Date): string =>
  `${new Date(Math.ceil(instant.getTime() / 60_000) * 60_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const needs = (
  status: FailureEffect['status'],
  kind: ProblemKind,
  action: StoredProblem['action'],
  message: string,
  sample?: string,
): FailureEffect => ({ status, problem: { kind, message, action, ...(sample !== undefined && { sample }) } });

const missing = (names: readonly string[] | undefined): string =>
  names === undefined || names.length === 0 ? '' : ` (missing: ${names.join(', ')})`;

/** One odd answer is a proxy's, or a moment's. So many for the same thing are the vendor's. */
const ODD_ANSWERS = 3;
const ODD: ReadonlySet<ProviderFailure['kind']> = new Set(['unreadable', 'gone']);

/** Whether an answer made no sense: it is asked for again before the connection stops. */
export const isOdd = (failure: ProviderFailure): boolean => ODD.has(failure.kind);

/** Whether what fails may be over in a moment, so that nobody need be told of it yet. */
const mayPass = (failure: ProviderFailure): boolean => isOdd(failure) || failure.kind in PASSING;

/** What is said as long as it may. */
const PASSING: Readonly<Partial<Record<ProviderFailure['kind'], string>>> = {
  misconfigured: 'A setting of this host does not fit the phone system. It is tried again in a moment.',
  reconnect: 'The phone system did not take a token that it had just given. It is tried again in a moment.',
};

/** With rests of up to five minutes in between, so many of what passes by itself take about six hours. */
const HOURS_OF_FAILURES = 100;
const NOT_PASSING =
  'The phone system has given no answer that can be used for hours. It is still asked every few minutes; ask the operator to look at the way to it, and at its own notices.';

/**
 * What follows from a failure after so many.
 *
 * @param times how often, this one included: odd answers of the same window, else failures in a row
 */
export function afterFailures(effect: FailureEffect, failure: ProviderFailure, times: number): FailureEffect {
  if (effect.problem.action === 'wait' && times >= HOURS_OF_FAILURES) {
    // It is asked again all the same: a gateway's refusal ends when somebody mends the gateway.
    return { ...effect, problem: { ...effect.problem, message: NOT_PASSING, action: 'ask-operator' } };
  }
  if (!mayPass(failure) || times >= ODD_ANSWERS) return effect;
  return {
    status: 'connected',
    problem: {
      ...effect.problem,
      message:
        PASSING[failure.kind] ?? 'The phone system gave an answer that cannot be used. It is asked again in a moment.',
      action: 'wait',
    },
  };
}
