import type { ProviderFailure } from '../contract/index.js';
import { effectOf } from './failure-effect.js';

const failures: readonly (readonly [ProviderFailure, string, string])[] = [
  [{ kind: 'reconnect', reason: 'revoked' }, 'needs-reconnect', 'reconnect'],
  [{ kind: 'reconnect', reason: 'expired' }, 'needs-reconnect', 'reconnect'],
  [{ kind: 'reconnect', reason: 'refused' }, 'needs-reconnect', 'reconnect'],
  [{ kind: 'forbidden' }, 'stopped', 'reconnect'],
  [{ kind: 'closed', state: 'suspended' }, 'stopped', 'reconnect'],
  [{ kind: 'misconfigured', what: 'base URL' }, 'connected', 'ask-operator'],
  [{ kind: 'unreadable', where: 'page.items' }, 'stopped', 'ask-operator'],
  [{ kind: 'gone' }, 'stopped', 'ask-operator'],
  [{ kind: 'slowDown' }, 'connected', 'wait'],
  [{ kind: 'tryLater' }, 'connected', 'wait'],
  [{ kind: 'restartListing' }, 'connected', 'wait'],
];

describe('what follows from a failure', () => {
  it.each(failures)('%j leaves the connection %s, and somebody has to %s', (failure, status, action) => {
    const { problem, ...effect } = effectOf(failure, 'Dialpad');
    expect({ ...effect, action: problem.action }).toEqual({ status, action });
    expect(problem.message).toMatch(/^Dialpad .+\.$|^A setting .+ Dialpad .+\.$/);
  });

  it('says what is missing, which setting is wrong and where the answer could not be read', () => {
    const said = (failure: ProviderFailure): string => effectOf(failure, 'Dialpad').problem.message;
    expect(said({ kind: 'forbidden', missing: ['calls:list', 'company administrator'] })).toContain(
      'missing: calls:list, company administrator',
    );
    expect(said({ kind: 'forbidden', missing: [] })).not.toContain('missing');
    expect(said({ kind: 'misconfigured', what: 'base URL' })).toContain('base URL');
    expect(said({ kind: 'unreadable', where: 'page.items' })).toContain('page.items');
    expect(said({ kind: 'closed', state: 'cancelled' })).toContain('this account is cancelled');
  });

  it('keeps the shape of an answer that could not be read for the operator, and out of the sentence', () => {
    const { problem } = effectOf({ kind: 'unreadable', where: 'page.items', sample: '{calls: []}' }, 'Dialpad');
    expect(problem.sample).toBe('{calls: []}');
    expect(problem.message).not.toContain('calls');
  });
});
