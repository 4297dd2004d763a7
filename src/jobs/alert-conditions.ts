import type { AlertDetails, AlertKind, ConnectionStatus, StoredProblem } from '../storage/index.js';

/** What is known of a connection. */
export interface ConnectionFacts {
  /** The phone system, as the administrator knows it. */
  readonly name: string;
  readonly status: ConnectionStatus;
  readonly problem: StoredProblem | null;
  readonly completeUntil: Date | null;
  /** What the last reconciliation found; null where there was none. */
  readonly difference: number | null;
}

/** Something that somebody should know, as long as it is so. */
export interface Condition {
  readonly kind: AlertKind;
  readonly message: string;
  readonly action: StoredProblem['action'];
  readonly details: AlertDetails;
}

/** What is wrong with a connection at an instant; of each kind at most one. */
export function conditionsOf(facts: ConnectionFacts, farMs: number, now: Date): Condition[] {
  if (facts.status === 'disconnected') return [];
  return [needsReconnect(facts), stopped(facts), behind(facts, farMs, now), difference(facts)].flatMap(
    (condition) => condition ?? [],
  );
}

/** What is told when it is over. */
export function overMessage(kind: AlertKind, name: string): string {
  switch (kind) {
    case 'needs-reconnect':
      return `${name} no longer waits for somebody to reconnect it.`;
    case 'stopped':
      return `${name} is no longer stopped.`;
    case 'behind':
      return `The calls of ${name} are complete again up to the last rounds.`;
    case 'difference':
      return `The last comparison with ${name} found nothing that differed.`;
  }
}

function needsReconnect({ status, problem, name }: ConnectionFacts): Condition | null {
  if (status !== 'needs-reconnect') return null;
  const message = problem?.message ?? `${name} no longer accepts this connection. Click Reconnect.`;
  return { kind: 'needs-reconnect', message, action: 'reconnect', details: {} };
}

/** Nothing is fetched until somebody has done something: it has stopped, or waits for the operator. */
function stopped({ status, problem }: ConnectionFacts): Condition | null {
  // Somebody is disconnecting: that is no fault.
  if (problem === null || problem.kind === 'disconnecting') return null;
  if (status !== 'stopped' && !(status === 'connected' && problem.action === 'ask-operator')) return null;
  const { kind, message, action, sample } = problem;
  return { kind: 'stopped', message, action, details: { problem: kind, ...(sample !== undefined && { sample }) } };
}

function behind({ name, completeUntil }: ConnectionFacts, farMs: number, now: Date): Condition | null {
  if (completeUntil === null || now.getTime() - completeUntil.getTime() <= 2 * farMs) return null;
  return {
    kind: 'behind',
    message: `Calls of ${name} are complete only until ${completeUntil.toISOString()}. If nothing else is reported of it, ask the operator why rounds do not end.`,
    action: 'ask-operator',
    details: { completeUntil: completeUntil.toISOString() },
  };
}

function difference({ name, difference: records }: ConnectionFacts): Condition | null {
  if (records === null || records === 0) return null;
  return {
    kind: 'difference',
    message: `A comparison with ${name} found ${records} records that differed; those that were missing are stored now. If it happens again, tell the operator.`,
    action: 'wait',
    details: { records },
  };
}
