/** What the next slot of one class depends on, in whole milliseconds. */
export interface SlotWanted {
  readonly budget: string;
  /** How far the slot after it lies from it, for a copy that takes all slots, and for one that shares them. */
  readonly alone: number;
  readonly shared: number;
  /** How long a second copy lets pass after the last slot of the first; null where it need not. */
  readonly pause: number | null;
}

/** One class's row after a slot was taken, or as it is where none is taken of it. */
export interface SlotTaken {
  readonly budget: string;
  /** Milliseconds until the slot after ours, or until the class may be heard again. */
  readonly wait: number;
  /** Whether another copy takes slots as well. */
  readonly isShared: boolean;
}

/**
 * The statement that takes the next slot of several classes of an account, and its values. Spacings are its constants:
 * measured by the clock, they would shrink while a row's lock is awaited.
 *
 * @param silent classes that take no slots, and may have to be silent
 * @param copy who takes them
 * @param aheadMs how far from now they lie at least
 * @param sharedForMs how long slots are taken to be shared after another copy took one
 */
export function takeSlots(
  account: string,
  wanted: readonly SlotWanted[],
  silent: readonly string[],
  copy: string,
  aheadMs: number,
  sharedForMs: number,
): readonly [string, unknown[]] {
  const list = (type: string): string => `array[${wanted.map(() => `?::${type}`).join()}]`;
  const given = wanted.map(({ budget }) => budget);
  const alone = wanted.map((slot) => slot.alone);
  const shared = wanted.map((slot) => slot.shared);
  const pauses = wanted.map(({ pause }) => pause);
  return [
    `with taken as (
     insert into phone_system.request_slot as slot (account, budget, next_at, taken_by)
     select ?, budget, clock_timestamp() + (?::float8 + alone) * interval '1 millisecond', ?::uuid
     from unnest(${list('text')}, ${list('float8')}) as wanted (budget, alone)
     on conflict (account, budget) do update set (next_at, taken_by, shared_until) = (
       with asked as materialized (select clock_timestamp() + ?::float8 * interval '1 millisecond' as at),
       seen as (
         select alone, shared, slot.next_at + pause * interval '1 millisecond' as others_left_at,
           slot.taken_by is distinct from ?::uuid as is_other, coalesce(slot.shared_until > asked.at, false) as is_shared
         from asked, unnest(${list('text')}, ${list('float8')}, ${list('float8')}, ${list('float8')})
           as wanted (budget, alone, shared, pause)
         where wanted.budget = slot.budget),
       judged as (
         select *, is_other and not is_shared and coalesce(others_left_at > asked.at, false) as is_second from seen, asked),
       placed as (
         select *, case when is_second then others_left_at else greatest(slot.next_at, judged.at) end as slot_at from judged),
       told as (
         select *, case when is_second or is_other and is_shared then slot_at + ?::float8 * interval '1 millisecond'
           when is_shared then slot.shared_until end as until
         from placed)
       select slot_at + (case when until is null then alone else shared end) * interval '1 millisecond', ?::uuid, until from told)
     returning budget, shared_until is not null as "isShared", ${WAIT})
     select * from taken
     union all select budget, false, ${WAIT} from phone_system.request_slot where account = ? and budget = any(array[${silent.map(() => '?').join()}]::text[])`,
    [
      ...[account, aheadMs, copy, ...given, ...alone],
      ...[aheadMs, copy, ...given, ...alone, ...shared, ...pauses],
      ...[sharedForMs, copy],
      ...[account, ...silent],
    ],
  ];
}

const WAIT = '(extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait';
