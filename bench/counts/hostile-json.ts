import { parseJson } from '../../src/support/json.js';
import type { Measure } from '../support/report.js';

const MEGABYTE = 2 ** 20;
const TIMES = 7;

/**
 * How much longer the worst megabyte takes than an ordinary page of calls of that size, whether it is JSON or not. Some
 * texts take the engine itself longer than such a page (lists in lists sixty times), so these are held against the engine's
 * own reading of them.
 */
export function hostileJson(): Measure[] {
  const good = millisecondsOf(parseJson, repeated(CALL, '[', ']', ','));
  const [most] = Object.entries(HOSTILE)
    .map(([kind, text]) => {
      const base = Math.max(good, millisecondsOf(JSON.parse, text));
      return { kind, base, ms: millisecondsOf(parseJson, text) };
    })
    .sort((a, b) => b.ms / b.base - a.ms / a.base);
  if (most === undefined) throw new Error('Nothing was tried.');
  return [
    {
      name: 'a hostile megabyte of JSON over a good one, or over the engine alone where that takes longer',
      value: most.ms / most.base,
      goal: { atMost: 3 },
      note: `${most.kind}: ${most.ms.toFixed(1)} ms; against ${most.base.toFixed(1)} ms`,
    },
  ];
}

const CALL = JSON.stringify({
  call_id: '5780990225059840',
  master_call_id: 6234529011359744,
  date_started: 1764400000000,
  date_connected: 1764400005000,
  date_ended: 1764400185000,
  direction: 'inbound',
  contact: { name: 'A customer, of Acme', phone: '+14155550111' },
  target: { id: 5780990225059840, type: 'user', name: 'Dana Reyes', email: 'dana@acme.example' },
  labels: ['ai_recorded', 'inbound', 'transcript'],
});

const repeated = (what: string, before: string, after: string, between: string): string =>
  before +
  Array.from({ length: Math.ceil(MEGABYTE / (what.length + between.length)) }, () => what).join(between) +
  after;

const HOSTILE: Readonly<Record<string, string>> = {
  'digits within texts': repeated('"a,12345678901234567"', '[', ']', ','),
  'texts of backslashes': repeated('"\\\\\\\\\\",1234567890123456789"', '[', ']', ','),
  'a text that never ends': `["a,12345678901234567",${repeated('\\\\', '"', '', '')}`,
  'many texts, and no end': repeated('"a,12345678901234567', '[', '', '"'),
  'one number': repeated('1234567890', '[', ']', ''),
  'wide integers': repeated('9007199254740993', '[', ']', ','),
  'minus signs': repeated('-1234567890123456', '[', ']', ''),
  'lists in lists': repeated('[', '', '', ''),
  'lists in lists, ended': '['.repeat(MEGABYTE / 2) + ']'.repeat(MEGABYTE / 2),
  'lists in lists, and wide integers': `[9007199254740993,${'['.repeat(MEGABYTE)}`,
  'quotes within a text that never ends': `{"x":"${'\\"'.repeat(MEGABYTE / 2)}`,
  'many names': repeated('"a12345":0', '{', '}', ','),
  'halves of pairs': repeated('\\ud800', '["', '"]', ''),
  'objects in objects': repeated('{"a":', '', '1', ''),
  'different names': `{${Array.from({ length: MEGABYTE / 16 }, (_, place) => `"name${place}":0`).join(',')}}`,
  'short numbers': repeated('1', '[', ']', ','),
  'short texts': repeated('""', '[', ']', ','),
  commas: repeated(',', '[', ']', ''),
  blanks: repeated(' ', '[', ']', ''),
  'integers that are just not too wide': repeated('9007199254740990', '[', ']', ','),
  'wide numbers that are no integers': repeated('12345678901234567.5', '[', ']', ','),
  'wide integers among texts of digits': repeated('"a,12345678901234567",9007199254740993', '[', ']', ','),
  'digits within one text': repeated(',12345678901234567', '["', '"]', ''),
};

/** The middle one of some readings. */
function millisecondsOf(read: (text: string) => unknown, text: string): number {
  const times = Array.from({ length: TIMES }, () => {
    const from = performance.now();
    try {
      read(text);
    } catch {
      // What is no JSON is refused; that takes its time as well.
    }
    return performance.now() - from;
  });
  return times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? NaN;
}
