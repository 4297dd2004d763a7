import { LOOK_MS, type Sight } from './fetching-house.js';
import { callId } from './scripted-vendor.js';
import { type FetchingWorld, instant, MINUTE, SETTLE_MINUTES, type WorldCall } from './world.js';

/**
 * What must be so of fetching, worked out minute by minute from what a world says and from nothing that the product
 * decides: it knows no round and no window. All numbers are minutes of the world.
 */

/** Around an instant that the vendor stumbles over, so much may be missing on either side. */
export const CONFINED_MINUTES = 30;
/** Whoever rests looks again after five minutes at the latest; then there is the look itself, and the way to the vendor. */
const REST_MINUTES = 5 + (2 * LOOK_MS) / MINUTE;
/** What ordinary calls last at most: near fetching reaches back as far. */
const ORDINARY_MINUTES = 60;

/** How many minutes after the moment a newly listed call is there, whatever else goes on. */
export const nearMinutes = ({ settings }: FetchingWorld): number => settings.near + REST_MINUTES;
export const farMinutes = ({ settings }: FetchingWorld): number => settings.farHours * 60 + REST_MINUTES;

/** The calls that `completeUntil` claims, and that are neither stored nor set aside. */
export function missingOfClaim(world: FetchingWorld, { historyFrom, completeUntil, known }: Sight): readonly string[] {
  if (completeUntil === null) return [];
  return ids(world, (call, id) => {
    const isClaimed = instant(call.from) >= historyFrom && instant(call.from + call.minutes) <= completeUntil;
    return isClaimed && !known.has(id);
  });
}

/** The calls that should have been there by now, and are not. */
export function lateAt(world: FetchingWorld, now: number, { historyFrom, known }: Sight): readonly string[] {
  return ids(world, (call, id) => {
    if (known.has(id) || instant(call.from) < historyFrom) return false;
    const latest = latestArrival(world, call);
    return latest !== null && instant(latest) < now;
  });
}

/** The minute by which a call is there at the latest; null where this world ends before. */
export function latestArrival(world: FetchingWorld, call: WorldCall): number | null {
  const since = Math.max(listedSince(world, call), lastChange(world));
  const near = endOfClear(world, call, since, nearMinutes(world));
  if (near === null) return null;
  const isInReach = near + ahead(world) - call.from <= ORDINARY_MINUTES;
  return isInReach && call.from >= connectedFrom(world, 0) ? near : endOfClear(world, call, since, farMinutes(world));
}

/** Whether the vendor answers for what lies around this call at a minute, and somebody is connected. */
function isClear(world: FetchingWorld, call: WorldCall, minute: number): boolean {
  const failing = world.faults.some((fault) => {
    if (minute < fault.from || minute >= fault.until) return false;
    return fault.kind === 'down' || (fault.kind === 'span' && Math.abs(fault.at - call.from) <= CONFINED_MINUTES);
  });
  const away = world.acts.some((act) => act.kind === 'reconnect' && act.disconnectedAt <= minute && minute < act.at);
  return !failing && !away;
}

/** The end of the first stretch of such a length in which everything is clear for a call. */
function endOfClear(world: FetchingWorld, call: WorldCall, since: number, length: number): number | null {
  let clear = 0;
  for (let minute = Math.ceil(since); minute <= world.hours * 60; minute++) {
    clear = isClear(world, call, minute) ? clear + 1 : 0;
    if (clear > length) return minute;
  }
  return null;
}

/** When a call can first be read: the vendor lists it, and it lies before the moment that the host takes for the present. */
function listedSince(world: FetchingWorld, { from, minutes, settleMinutes }: WorldCall): number {
  const listed = from + minutes + settleMinutes - world.vendorAheadSeconds / 60;
  return Math.max(0, listed, from + behind(world));
}

/** By how much the host's clock is ahead, and behind, at most. */
const ahead = ({ hostAheadSeconds }: FetchingWorld): number => Math.max(0, hostAheadSeconds) / 60;
function behind({ hostAheadSeconds, acts }: FetchingWorld): number {
  const back = acts.map((act) => (act.kind === 'host-clock-back' ? act.minutes : 0));
  return Math.max(0, Math.max(0, ...back) - hostAheadSeconds / 60);
}

/** After it nobody changes what is provided for. */
function lastChange(world: FetchingWorld): number {
  const kinds = new Set(['reconnect', 'history-days', 'retention-days']);
  const changes = world.acts.filter(({ kind }) => kinds.has(kind)).map(({ at }) => connectedFrom(world, at));
  return Math.max(directoryFrom(world), ...changes);
}

/** When the directory has been read for the first time: before that nobody asks for calls. */
function directoryFrom(world: FetchingWorld): number {
  const isKept = (minute: number): boolean =>
    world.faults.some(
      ({ kind, from, until }) => kind !== 'span' && from - REST_MINUTES <= minute && minute < until + REST_MINUTES,
    );
  const connected = connectedFrom(world, 0);
  let minute = connected;
  while (minute < world.hours * 60 && isKept(minute)) minute++;
  return minute;
}

/** When somebody is connected who wants to be from a minute on. */
function connectedFrom({ faults, hours }: FetchingWorld, since: number): number {
  const isDown = (minute: number): boolean =>
    faults.some(({ kind, from, until }) => kind === 'down' && from <= minute && minute < until);
  let minute = since;
  while (minute < hours * 60 && isDown(minute)) minute++;
  return minute + LOOK_MS / MINUTE;
}

/** How far behind the present `completeUntil` may be where everything works. */
export const usualLagMinutes = (world: FetchingWorld): number =>
  farMinutes(world) + SETTLE_MINUTES + ahead(world) + behind(world) + Math.abs(world.vendorAheadSeconds) / 60;

/** How often the vendor is asked for a page of calls, and for its directory, at most where everything works. */
export function mostRequests({ settings, hours, calls }: FetchingWorld): { calls: number; directory: number } {
  const nears = Math.ceil((hours * 60) / settings.near) + 1;
  const fars = Math.ceil(hours / settings.farHours) + 1;
  const days = settings.historyDays;
  // A far round reaches a day back at most here, in windows of a day; the history and the comparison are cut in hours.
  return { calls: nears + 2 * fars + 48 * days + 4 * calls.length, directory: nears + fars };
}

const ids = (world: FetchingWorld, isOne: (call: WorldCall, id: string) => boolean): readonly string[] =>
  world.calls.flatMap((call, index) => (isOne(call, callId(index)) ? [callId(index)] : []));
