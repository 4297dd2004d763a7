import type { MappingRow } from './mapping-row.js';
import { difference, type Span } from './spans.js';

/** What has to be written so that the stored rows become others. */
export interface Operations {
  readonly add: readonly MappingRow[];
  readonly change: readonly (MappingRow & { readonly id: string })[];
  /** Ids. */
  readonly remove: readonly string[];
}

/** Days of a phone user that an employee has, or no longer has. */
export interface HeldSpan extends Span {
  readonly employeeId: string;
  readonly phoneUserId: string;
}

/** From the stored rows to those that shall be. */
export function operationsBetween(stored: readonly MappingRow[], wanted: readonly MappingRow[]): Operations {
  const before = new Map(stored.map((row) => [row.id, row]));
  const kept = wanted.filter(isStored);
  const ids = new Set(kept.map(({ id }) => id));
  return {
    add: wanted.filter(({ id }) => id === null),
    change: kept.filter((row) => !isSame(row, before.get(row.id))),
    remove: stored.filter(isStored).flatMap(({ id }) => (ids.has(id) ? [] : [id])),
  };
}

/** The days that pass from one hand to another: those, and only those, have to be scored again. */
export function daysThatPass(stored: readonly MappingRow[], wanted: readonly MappingRow[]): HeldSpan[] {
  const before = held(stored);
  const after = held(wanted);
  return [...new Map([...before, ...after])].flatMap(([key, { employeeId, phoneUserId }]) =>
    difference(before.get(key)?.spans ?? [], after.get(key)?.spans ?? []).map(({ fromDay, untilDay }) => ({
      employeeId,
      phoneUserId,
      fromDay,
      untilDay,
    })),
  );
}

interface Held {
  readonly employeeId: string;
  readonly phoneUserId: string;
  readonly spans: Span[];
}

function held(rows: readonly MappingRow[]): Map<string, Held> {
  const all = new Map<string, Held>();
  for (const { employeeId, phoneUserId, fromDay, untilDay } of rows) {
    if (phoneUserId === null) continue;
    const key = JSON.stringify([employeeId, phoneUserId]);
    const spans = [...(all.get(key)?.spans ?? []), { fromDay, untilDay }];
    all.set(key, { employeeId, phoneUserId, spans });
  }
  return all;
}

const isStored = (row: MappingRow): row is MappingRow & { readonly id: string } => row.id !== null;

const isSame = (a: MappingRow, b: MappingRow | undefined): boolean =>
  a.phoneUserId === b?.phoneUserId &&
  a.source === b.source &&
  a.matchedOn === b.matchedOn &&
  a.fromDay === b.fromDay &&
  a.untilDay === b.untilDay;
