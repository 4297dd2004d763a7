import { parseJson } from '../../src/support/json.js';
import type { Measure } from '../support/report.js';

const MEGABYTE = 2 ** 20;
const TIMES = 20;

/**
 * How much longer the worst megabyte takes than an ordinary page of calls of that size, whether it is JSON or not. Some
 * texts take `JSON.parse` alone longer than such a page: lists in lists twelve to sixty times, empty lists ten times,
 * objects of different names nine times. No reader that ends in the engine can be faster, so these are held against the
 * engine's own reading of them.
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
  'wide integers, each another': listed((place) => `9${String(10 ** 17 + place)}`, MEGABYTE / 20),
  'integers of seventeen digits': repeated('10000000000000000', '[', ']', ','),
  'wide integers before letters': repeated('9007199254740993x', '[', ']', ','),
  'wide integers between blanks': repeated(' 9007199254740993 ', '[', ']', ','),
  'wide integers before many blanks': repeated(`9007199254740993${' '.repeat(3_000)}`, '[', ']', ','),
  'wide integers before colons': repeated('9007199254740993 :', '[', ']', ','),
  'wide integers among short texts': repeated('"a","b",9007199254740993', '[', ']', ','),
  'wide integers and dashes': `["–",${repeated('9007199254740993', '', ']', ',')}`,
  'a wide integer behind quotes': `${'"'.repeat(MEGABYTE)},9007199254740993`,
  'a wide integer on each level': repeated('{"a":[9007199254740993', '', '', ','),
  'integers that are nearly as long': repeated('900719925474099', '[', ']', ','),
  'many digits with a part behind them': repeated(`${'1'.repeat(1_000)}.5`, '[', ']', ','),
  'digits and a part, once': `[${'1'.repeat(MEGABYTE)}.5]`,
  'powers of ten': repeated('9e1', '[', ']', ','),
  'numbers between blanks': repeated('9 ', '[', ']', ''),
  'escaped quotes before wide integers': repeated('\\",9007199254740993', '["', '"]', ''),
  'other objects each': listed((place) => `{"a${place}":0}`, MEGABYTE / 16),
  'empty lists': repeated('[]', '[', ']', ','),
  'digits within one text': repeated(',12345678901234567', '["', '"]', ''),
};

function listed(item: (place: number) => string, count: number): string {
  return `[${Array.from({ length: count }, (_, place) => item(place)).join(',')}]`;
}

/** What one reading costs the thread, where it reads as much again and again: others' work on the machine is not in it. */
function millisecondsOf(read: (text: string) => unknown, text: string): number {
  const tryIt = (): void => {
    try {
      read(text);
    } catch {
      // What is no JSON is refused; that takes its time as well.
    }
  };
  tryIt();
  const from = process.threadCpuUsage();
  for (let time = 0; time < TIMES; time++) tryIt();
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 1_000 / TIMES;
}
