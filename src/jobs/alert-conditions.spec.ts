import type { StoredProblem } from '../storage/index.js';
import { conditionsOf, type ConnectionFacts, overMessage } from './alert-conditions.js';

const FAR_MS = 3_600_000;
const now = new Date('2026-11-22T12:00:00Z');
const problem: StoredProblem = { kind: 'unreadable', message: 'Dialpad answers oddly.', action: 'ask-operator' };
const well: ConnectionFacts = {
  name: 'Dialpad',
  status: 'connected',
  problem: null,
  completeUntil: new Date(now.getTime() - 1_000),
  connectedAt: new Date(0),
  movedAt: new Date(0),
  settleMs: 0,
  difference: 0,
  objections: null,
};
const ago = (days: number): Date => new Date(now.getTime() - days * 24 * FAR_MS);
const kindsOf = (more: Partial<ConnectionFacts>): string[] =>
  conditionsOf({ ...well, ...more }, FAR_MS, now).map(({ kind }) => kind);

describe('what somebody should know of a connection', () => {
  it.each<[string, Partial<ConnectionFacts>, string[]]>([
    ['nothing while all is well', {}, []],
    ['nothing of what passes by itself', { problem: { ...problem, kind: 'try-later', action: 'wait' } }, []],
    ['that it waits for somebody to reconnect', { status: 'needs-reconnect', problem }, ['needs-reconnect']],
    ['that it waits for its operator', { problem: { ...problem, kind: 'misconfigured' } }, ['stopped']],
    ['that it is stopped', { status: 'stopped', problem }, ['stopped']],
    ['nothing while it is disconnected', { status: 'stopped', problem: { ...problem, kind: 'disconnecting' } }, []],
    ['nothing once it is', { status: 'disconnected', completeUntil: new Date(0), difference: 5 }, []],
    ['nothing of a history that moves', { completeUntil: null, movedAt: new Date(now.getTime() - 1.25 * FAR_MS) }, []],
    [
      'that a history stands still',
      { completeUntil: null, movedAt: new Date(now.getTime() - 1.25 * FAR_MS - 1) },
      ['behind'],
    ],
    ['nothing at twice the far interval', { completeUntil: new Date(now.getTime() - 2 * FAR_MS) }, []],
    ['that it is behind beyond it', { completeUntil: new Date(now.getTime() - 2 * FAR_MS - 1) }, ['behind']],
    [
      'nothing of what the vendor may still take to list',
      { completeUntil: new Date(now.getTime() - 2 * FAR_MS - 1), settleMs: 1 },
      [],
    ],
    [
      'nothing of a first fetch whose calls are read one by one, as long as that moves on',
      { completeUntil: ago(28), connectedAt: ago(0.2), movedAt: new Date(now.getTime() - 1.25 * FAR_MS) },
      [],
    ],
    [
      'that such a first fetch stands still',
      { completeUntil: ago(28), connectedAt: ago(0.2), movedAt: new Date(now.getTime() - 1.25 * FAR_MS - 1) },
      ['behind'],
    ],
    ['that a comparison found a difference', { difference: -1 }, ['difference']],
    ['nothing of a comparison that never was', { difference: null }, []],
    [
      'all of it at once',
      { status: 'stopped', problem, completeUntil: new Date(1), difference: 2 },
      ['stopped', 'behind', 'difference'],
    ],
  ])('is %s', (_what, facts, kinds) => {
    expect(kindsOf(facts)).toEqual(kinds);
  });

  it("repeats the connection's own sentence and action, with the shape of what could not be read", () => {
    const [condition] = conditionsOf(
      { ...well, status: 'stopped', problem: { ...problem, sample: '{calls: []}' } },
      FAR_MS,
      now,
    );
    expect(condition).toEqual({
      kind: 'stopped',
      message: problem.message,
      action: 'ask-operator',
      details: { problem: 'unreadable', sample: '{calls: []}' },
    });
  });

  it('says since when a history stands still, and what is wrong', () => {
    const movedAt = new Date(now.getTime() - 2 * FAR_MS);
    const still = { ...well, completeUntil: null, movedAt };
    expect(conditionsOf(still, FAR_MS, now)).toEqual([
      {
        kind: 'behind',
        message:
          'Fetching the history of Dialpad has not moved on since 2026-11-22T10:00:00.000Z. ' +
          'Nothing else is reported of it: ask the operator why.',
        action: 'ask-operator',
        details: {},
      },
    ]);
    const waits = { ...problem, kind: 'try-later', action: 'wait' } as const;
    expect(conditionsOf({ ...still, problem: waits }, FAR_MS, now)).toEqual([
      expect.objectContaining({
        message:
          'Fetching the history of Dialpad has not moved on since 2026-11-22T10:00:00.000Z. Dialpad answers oddly.',
        action: 'wait',
      }),
    ]);
    expect(overMessage('behind', 'Dialpad', {})).toBe('Fetching the history of Dialpad moves on again.');
  });

  it.each(['needs-reconnect', 'stopped', 'behind', 'difference'] as const)(
    'has a sentence for the end of %s',
    (kind) => {
      expect(overMessage(kind, 'Dialpad', { completeUntil: now.toISOString() })).toMatch(/Dialpad.+\.$/);
    },
  );
});
