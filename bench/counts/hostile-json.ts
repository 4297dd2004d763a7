import { parseJson } from '../../src/support/json.js';
import type { Measure } from '../support/report.js';

const MEGABYTE = 2 ** 20;
const TIMES = 7;

/** How much longer the worst megabyte takes than an ordinary page of calls of that size, whether it is JSON or not. */
export function hostileJson(): Measure[] {
  const good = millisecondsOf(repeated(CALL, '[', ']', ','));
  const worst = Object.entries(HOSTILE)
    .map(([name, text]) => ({ name, ms: millisecondsOf(text) }))
    .reduce((a, b) => (b.ms > a.ms ? b : a));
  return [
    {
      name: 'a hostile megabyte of JSON over a good one',
      value: worst.ms / good,
      note: `${worst.name}: ${worst.ms.toFixed(1)} ms; good: ${good.toFixed(1)} ms`,
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
  'objects in objects': repeated('{"a":', '', '1', ''),
};

/** The middle one of some readings. */
function millisecondsOf(text: string): number {
  const times = Array.from({ length: TIMES }, () => {
    const from = performance.now();
    try {
      parseJson(text);
    } catch {
      // What is no JSON is refused; that takes its time as well.
    }
    return performance.now() - from;
  });
  return times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? NaN;
}
