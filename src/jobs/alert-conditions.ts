import type { AlertDetails, AlertKind, AlertRemedy, ConnectionStatus, StoredProblem } from '../storage/index.js';

/** What is known of a connection. */
export interface ConnectionFacts {
  /** The phone system, as the administrator knows it. */
  readonly name: string;
  readonly status: ConnectionStatus;
  readonly problem: StoredProblem | null;
  /** Null until the history has been fetched. */
  readonly completeUntil: Date | null;
  readonly connectedAt: Date;
  /** When it was connected, its history or what is complete moved on last. */
  readonly movedAt: Date;
  /** How long after its end the vendor may take to list a call: so much is never complete. */
  readonly settleMs: number;
  /** What the last reconciliation found; null where there was none. */
  readonly difference: number | null;
  /** Objections that wait longer than the tenant allows, and since when the first does; null where there are none. */
  readonly objections: { readonly waiting: number; readonly since: Date } | null;
}

/** Something that somebody should know, as long as it is so. */
export interface Condition {
  readonly kind: AlertKind;
  readonly message: string;
  readonly action: AlertRemedy;
  readonly details: AlertDetails;
}

/** What is wrong with a connection at an instant; of each kind at most one. */
export function conditionsOf(facts: ConnectionFacts, farMs: number, now: Date): Condition[] {
  if (facts.status === 'disconnected') return [];
  return [
    needsReconnect(facts),
    stopped(facts),
    behind(facts, farMs, now),
    difference(facts),
    objections(facts),
  ].flatMap((condition) => condition ?? []);
}

/** How long the history may stand still; more than what a silence that a vendor asks for usually takes. */
export const stillAfter = (farMs: number): number => farMs * 1.25;

/**
 * What is told when it is over.
 *
 * @param details what it said when it began
 */
export function overMessage(kind: AlertKind, name: string, { completeUntil }: AlertDetails): string {
  switch (kind) {
    case 'needs-reconnect':
      return `${name} no longer waits for somebody to reconnect it.`;
    case 'stopped':
      return `${name} is no longer stopped.`;
    case 'behind':
      if (completeUntil === undefined) return `Fetching the history of ${name} moves on again.`;
      return `The calls of ${name} are complete again up to the last rounds.`;
    case 'difference':
      return `The last comparison with ${name} found nothing missing.`;
    case 'objections':
      return 'No objection waits for too long any more.';
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

function behind(facts: ConnectionFacts, farMs: number, now: Date): Condition | null {
  const { name, completeUntil, connectedAt, settleMs } = facts;
  if (completeUntil === null) return standsStill(facts, farMs, now);
  if (now.getTime() - completeUntil.getTime() <= 2 * farMs + settleMs) return null;
  // What had happened before anybody connected it is still being fetched, or read call by call.
  if (completeUntil < connectedAt) return standsStill(facts, farMs, now);
  return {
    kind: 'behind',
    message: `Calls of ${name} are complete only until ${completeUntil.toISOString()}. If nothing else is reported of it, ask the operator why rounds do not end.`,
    action: 'ask-operator',
    details: { completeUntil: completeUntil.toISOString() },
  };
}

/** A first fetch may take days; what is wrong is one that does not move. */
function standsStill({ name, movedAt, problem }: ConnectionFacts, farMs: number, now: Date): Condition | null {
  if (now.getTime() - movedAt.getTime() <= stillAfter(farMs)) return null;
  const why = problem?.message ?? 'Nothing else is reported of it: ask the operator why.';
  return {
    kind: 'behind',
    message: `Fetching the history of ${name} has not moved on since ${movedAt.toISOString()}. ${why}`,
    action: problem?.action ?? 'ask-operator',
    details: {},
  };
}

function difference({ name, difference: records }: ConnectionFacts): Condition | null {
  if (records === null || records === 0) return null;
  return {
    kind: 'difference',
    message: `A comparison with ${name} found ${records === 1 ? '1 call that was' : `${records} calls that were`} missing here; ${records === 1 ? 'it is' : 'they are'} stored now. If it happens again, tell the operator.`,
    action: 'wait',
    details: { records },
  };
}

function objections({ objections: late }: ConnectionFacts): Condition | null {
  if (late === null) return null;
  const { waiting } = late;
  const since = late.since.toISOString();
  return {
    kind: 'objections',
    message: `${waiting === 1 ? '1 objection of an employee waits' : `${waiting} objections of employees wait`} for an answer for too long, the first since ${since}: an administrator or their manager answers.`,
    action: 'answer',
    details: { waiting, since },
  };
}
