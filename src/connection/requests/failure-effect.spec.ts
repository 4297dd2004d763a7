import type { ProviderFailure } from '../../contract/index.js';
import { afterFailures, effectOf, type FailureEffect } from './failure-effect.js';

const failures: readonly (readonly [ProviderFailure, string, string])[] = [
  [{ kind: 'reconnect', reason: 'revoked' }, 'needs-reconnect', 'reconnect'],
  [{ kind: 'reconnect', reason: 'expired' }, 'needs-reconnect', 'reconnect'],
  [{ kind: 'reconnect', reason: 'refused' }, 'needs-reconnect', 'reconnect'],
  [{ kind: 'forbidden' }, 'stopped', 'reconnect'],
  [{ kind: 'closed', state: 'suspended' }, 'stopped', 'reconnect'],
  [{ kind: 'unsupported', what: 'an account of a national cloud' }, 'stopped', 'reconnect'],
  [{ kind: 'misconfigured', what: 'base URL' }, 'connected', 'ask-operator'],
  [{ kind: 'unreadable', where: 'page.items' }, 'connected', 'ask-operator'],
  [{ kind: 'gone' }, 'connected', 'ask-operator'],
  [{ kind: 'slowDown' }, 'connected', 'wait'],
  [{ kind: 'slowDown', until: new Date('2026-12-01T00:00:00Z') }, 'connected', 'wait'],
  [{ kind: 'tryLater' }, 'connected', 'wait'],
  [{ kind: 'restartListing' }, 'connected', 'wait'],
  [{ kind: 'defect', what: 'TypeError' }, 'connected', 'ask-operator'],
];

describe('what follows from a failure', () => {
  it.each(failures)('%j leaves the connection %s, and somebody has to %s', (failure, status, action) => {
    const { problem, ...effect } = effectOf(failure, 'Dialpad');
    expect({ ...effect, action: problem.action }).toEqual({ status, action });
    expect(problem.message).toMatch(/^Dialpad .+\.$|^(A setting|The plug-in) .+ Dialpad .+\.$/);
  });

  it('says what is missing, until when it rests, which setting is wrong and where the answer could not be read', () => {
    const said = (failure: ProviderFailure): string => effectOf(failure, 'Dialpad').problem.message;
    expect(said({ kind: 'forbidden', missing: ['calls:list', 'company administrator'] })).toContain(
      'missing: calls:list, company administrator',
    );
    expect(said({ kind: 'slowDown', until: new Date('2026-11-30T23:59:01Z') })).toBe(
      'Dialpad takes no more requests for now. Fetching goes on by itself at 2026-12-01 00:00 UTC.',
    );
    expect(said({ kind: 'slowDown' })).toBe('Dialpad takes no more requests for now. Fetching goes on by itself.');
    expect(said({ kind: 'forbidden', missing: [] })).not.toContain('missing');
    expect(said({ kind: 'misconfigured', what: 'base URL' })).toContain('base URL');
    expect(said({ kind: 'unreadable', where: 'page.items' })).toContain('page.items');
    expect(said({ kind: 'defect', what: 'TypeError' })).toContain('(TypeError). This is a fault of the plug-in');
    expect(said({ kind: 'closed', state: 'cancelled' })).toContain('this account is cancelled');
    expect(said({ kind: 'unsupported', what: 'an account of a national cloud' })).toContain(
      'an account of a national cloud, which is not supported',
    );
  });

  it('keeps the shape of an answer that could not be read for the operator, and out of the sentence', () => {
    const { problem } = effectOf({ kind: 'unreadable', where: 'page.items', sample: '{calls: []}' }, 'Dialpad');
    expect(problem.sample).toBe('{calls: []}');
    expect(problem.message).not.toContain('calls');
  });
});

describe('what follows from a failure that comes again', () => {
  const after = (failure: ProviderFailure, times: number): FailureEffect =>
    afterFailures(effectOf(failure, 'Dialpad'), failure, times);

  it.each<ProviderFailure>([{ kind: 'tryLater' }, { kind: 'slowDown' }, { kind: 'restartListing' }])(
    'is to wait, until $kind has lasted for hours: then the operator is asked, and it is tried again all the same',
    (failure) => {
      for (const times of [1, 3, 50]) expect(after(failure, times)).toEqual(effectOf(failure, 'Dialpad'));
      for (const times of [100, 1_000]) {
        const { status, problem } = after(failure, times);
        expect([status, problem.kind, problem.action]).toEqual([
          'connected',
          effectOf(failure, 'Dialpad').problem.kind,
          'ask-operator',
        ]);
        expect(problem.message).toContain('for hours');
      }
    },
  );

  it('is to wait while an odd answer or a setting may pass, and what it means from the third time on', () => {
    for (const [failure] of failures.filter(([{ kind }]) => kind === 'unreadable' || kind === 'misconfigured')) {
      expect(after(failure, 2)).toMatchObject({ status: 'connected', problem: { action: 'wait' } });
      expect(after(failure, 3)).toEqual(effectOf(failure, 'Dialpad'));
    }
  });
});
