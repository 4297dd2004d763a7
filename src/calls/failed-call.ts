import { afterFailures, effectOf } from '../connection/index.js';
import type { ProviderFailure } from '../contract/index.js';
import type { StoredProblem } from '../storage/index.js';
import type { UnreadCall } from './announced-calls.js';
import { TRIES } from './failed-window.js';

/**
 * What is said of a call whose reading has failed: it alone, so nothing else waits for anybody.
 *
 * @param name the phone system, as the administrator knows it
 * @param call with how often in a row, this time included
 * @param timeZone in which times are told
 */
export function problemOfCall(
  failure: ProviderFailure,
  name: string,
  { startedAt, attempts }: Pick<UnreadCall, 'startedAt' | 'attempts'>,
  timeZone: string,
): StoredProblem {
  const { problem } = afterFailures(effectOf(failure, name), failure, attempts);
  // A fault of the plug-in is the operator's to hear of, from the first time on.
  const isDefect = failure.kind === 'defect';
  const action = isDefect ? problem.action : 'wait';
  if (attempts < TRIES) return { ...problem, action };
  const times = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'long', timeZone });
  const which = startedAt === null ? 'one call that it named' : `the call that began at ${times.format(startedAt)}`;
  return {
    ...problem,
    message: `${isDefect ? `The plug-in for ${name}` : name} does not tell about ${which}. It is asked for again by itself; all other calls arrive.${isDefect ? ' Tell the operator.' : ''}`,
    action,
  };
}
