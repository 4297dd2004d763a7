import { type Interval, without } from '../support/intervals.js';
import type { ApartSpan } from './apart.js';

/** A time of which something is stored again; in milliseconds since 1970, without an end it is infinite. */
export interface SpanBack extends Pick<ApartSpan, 'kind' | 'connectionId' | 'what'> {
  readonly from: number;
  readonly until: number;
}

/** What is no longer left out of lines, and of whole people. A name or number comes with what is told again for these. */
export function spansBack(gone: readonly ApartSpan[], wanted: readonly ApartSpan[]): readonly SpanBack[] {
  const stays = Map.groupBy(wanted, ofWhom);
  return gone
    .filter(({ kind }) => kind === 'line' || kind === 'person')
    .flatMap((span) =>
      without(timeOf(span), (stays.get(ofWhom(span)) ?? []).map(timeOf)).map(({ from, to: until }) => {
        const { kind, connectionId, what } = span;
        return { kind, connectionId, what, from, until };
      }),
    );
}

const ofWhom = ({ kind, connectionId, what }: ApartSpan): string => JSON.stringify([kind, connectionId, what]);

const timeOf = ({ fromAt, untilAt }: ApartSpan): Interval => ({
  from: fromAt?.getTime() ?? -Infinity,
  to: untilAt?.getTime() ?? Infinity,
});
