import { clock } from '../shared/format.js';
import type { SurfaceDayInput } from '../shared/surface.js';

/** A call that a sentence may name. */
export type NamedCall = Pick<SurfaceDayInput, 'callId' | 'title' | 'connectedAt'>;

/** A part of a sentence; one with a call is the call's name. */
export interface SentencePart {
  readonly words: string;
  readonly callId: string | null;
}

const NAMED = /“([^“”]*)” \((\d\d:\d\d)(?::(\d\d(?:\.\d{1,3})?))?/g;

/**
 * Cuts a sentence of the score where it names another call, by its title and when its talk began. A name that fits no call,
 * or several, stays text.
 */
export function sentenceParts(sentence: string, calls: readonly NamedCall[], timeZone: string): SentencePart[] {
  const parts: SentencePart[] = [];
  let read = 0;
  for (const { 0: whole, 1: name = '', 2: minute, 3: seconds = '0', index } of sentence.matchAll(NAMED)) {
    const fitting = calls.filter(
      ({ title, connectedAt }) =>
        bare(title) === bare(name) &&
        connectedAt !== null &&
        clock(connectedAt, timeZone) === minute &&
        secondsOf(connectedAt) === Number(seconds),
    );
    const [only] = fitting;
    if (only === undefined || fitting.length > 1) continue;
    const from = index + whole.indexOf('“') + 1;
    parts.push({ words: sentence.slice(read, from), callId: null }, { words: name, callId: only.callId });
    read = from + name.length;
  }
  return [...parts, { words: sentence.slice(read), callId: null }];
}

const bare = (name: string): string => name.replaceAll(/[\u2068\u2069]/g, '');
const secondsOf = (instant: string): number => (Date.parse(instant) % 60_000) / 1000;
