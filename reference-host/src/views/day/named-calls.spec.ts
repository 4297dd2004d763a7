import fc from 'fast-check';
import { type NamedCall, sentenceParts } from './named-calls.js';

const ZONE = 'America/New_York';
const call = (callId: string, title: string, connectedAt: string | null): NamedCall => ({ callId, title, connectedAt });
const robin = call('c1', 'Call with Robin Vale', '2026-11-20T14:00:00.000Z');
const sentence =
  'Talked 09:10–09:40, 30 min: 10 min counted; 20 min already counted for “Call with Robin Vale” (09:00–09:30).';

const linked = (text: string, calls: readonly NamedCall[]): (string | null)[] =>
  sentenceParts(text, calls, ZONE).flatMap(({ callId }) => callId ?? []);

describe('a sentence that names other calls', () => {
  it('leads to the one that it means, and says the same', () => {
    const parts = sentenceParts(sentence, [robin], ZONE);
    expect(parts.map(({ words }) => words).join('')).toBe(sentence);
    expect(parts.filter(({ callId }) => callId !== null)).toEqual([{ words: 'Call with Robin Vale', callId: 'c1' }]);
  });

  it('tells calls with one person apart by when they began, to the millisecond', () => {
    const later = call('c2', robin.title, '2026-11-20T14:00:05.250Z');
    expect(linked(sentence, [robin, later])).toEqual(['c1']);
    expect(linked(sentence.replace('(09:00–', '(09:00:05.250–'), [robin, later])).toEqual(['c2']);
    expect(linked(sentence, [robin, { ...robin, callId: 'c3' }])).toEqual([]);
    expect(linked(sentence, [call('c4', robin.title, null), call('c5', 'Call with Sam', robin.connectedAt)])).toEqual(
      [],
    );
  });

  it('knows a name that runs the other way', () => {
    const title = 'Call with דנה רייס';
    const isolated = sentence.replace('Call with Robin Vale', `\u2068${title}\u2069`);
    expect(linked(isolated, [call('c1', title, '2026-11-20T14:00:00.000Z')])).toEqual(['c1']);
  });

  it('is never another sentence, whatever a name or note has in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('“', '”', ' ', '(', '09:00', 'a') }),
        fc.string(),
        (text, title) => {
          const parts = sentenceParts(
            text,
            [call('c1', title, robin.connectedAt), call('c2', 'a', robin.connectedAt)],
            ZONE,
          );
          expect(parts.map(({ words }) => words).join('')).toBe(text);
        },
      ),
    );
  });
});
