const LANGUAGE = 'en-US';
const formats = new Map<string, Intl.DateTimeFormat>();

// Making a formatter costs far more than using it, and a day may list hundreds of calls.
function format(timeZone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${name}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LANGUAGE, { timeZone, ...options });
  formats.set(key, known);
  return known;
}

// As the surface's sentences tell the time, so that one can be held against the other.
const HOURS = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `15:04`, in a zone. */
export const clock = (instant: string, timeZone: string): string =>
  format(timeZone, 'clock', HOURS).format(new Date(instant));

/** `15:04:09`, in a zone: what a person checks with a clock. */
export const clockSeconds = (instant: string, timeZone: string): string =>
  format(timeZone, 'seconds', { ...HOURS, second: '2-digit' }).format(new Date(instant));

/** `Nov 20, 2026, 15:04 EST`: never without its zone. */
export const moment = (instant: string, timeZone: string): string =>
  format(timeZone, 'moment', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    ...HOURS,
    timeZoneName: 'short',
  }).format(new Date(instant));

/** `15:04:09 on Sat, Nov 21`: the day only where it is another one than the page's. */
export const clockOn = (instant: string, timeZone: string, day: string): string => {
  const at = dayOf(new Date(instant), timeZone);
  return `${clockSeconds(instant, timeZone)}${at === day ? '' : ` on ${shortDay(at)}`}`;
};

/** `Nov 20, 15:04 EST`: of what is not long ago. */
export const shortMoment = (instant: string, timeZone: string): string =>
  format(timeZone, 'short moment', { month: 'short', day: 'numeric', ...HOURS, timeZoneName: 'short' }).format(
    new Date(instant),
  );

/** `GMT-5`: how far a zone's clock is from UTC at an instant. */
export const offset = (instant: string, timeZone: string): string =>
  format(timeZone, 'offset', { timeZoneName: 'shortOffset' })
    .formatToParts(new Date(instant))
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

/** `America/New York (GMT-4, later GMT-5)`: a zone for reading, with how far it is from UTC in a span of time. */
export function zoneWords(timeZone: string, from: string, to: string): string {
  const [before, after] = [offset(from, timeZone), offset(to, timeZone)];
  return `${timeZone.replaceAll('_', ' ')} (${before}${before === after ? '' : `, later ${after}`})`;
}

/** The day (`YYYY-MM-DD`) on which an instant falls in a zone. */
export function dayOf(instant: Date, timeZone: string): string {
  const parts = Object.fromEntries(
    format(timeZone, 'day', { year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}`;
}

/** `Friday, November 20, 2026` of a day. */
export const longDay = (day: string): string =>
  format('UTC', 'long day', { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** `Nov 20, 2026` of a day. */
export const dateOf = (day: string): string =>
  format('UTC', 'date', { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(`${day}T12:00:00Z`));

/** `Fri, Nov 20` of a day. */
export const shortDay = (day: string): string =>
  format('UTC', 'short day', { weekday: 'short', month: 'short', day: 'numeric' }).format(new Date(`${day}T12:00:00Z`));

/** `November` of a day. */
export const monthName = (day: string): string =>
  format('UTC', 'month', { month: 'long' }).format(new Date(`${day}T12:00:00Z`));

/** `2026-11` of a day. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** The day so many days later. */
export function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/**
 * `1 h 5 min`, `4 min 30 s`, `5.32 s`: to the millisecond, as the surface's sentences tell it. Points are counted from
 * milliseconds, so that whole seconds would not come to the points that stand beside them.
 */
export function span(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const [h, min, s] = [Math.floor(ms / 3_600_000), Math.floor((ms % 3_600_000) / 60_000), (ms % 60_000) / 1000];
  const parts = [h > 0 ? `${h} h` : '', min > 0 ? `${min} min` : '', s > 0 ? `${s} s` : ''].filter(
    (part) => part !== '',
  );
  return parts.length > 0 ? parts.join(' ') : '0 s';
}

/** A sentence in which no line ends between a number and its unit. */
export const unbroken = (sentence: string): string => sentence.replaceAll(/(\d) (?=(?:h|min|s)\b)/g, '$1\u00a0');

/** `about 2 min`: for what is only expected. */
export function roughSpan(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3600)} h`;
}

/** Seconds of talk; 0 where nobody spoke. */
export const talkSeconds = (call: { connectedAt: string | null; endedAt: string }): number =>
  call.connectedAt === null ? 0 : Math.max(0, Date.parse(call.endedAt) - Date.parse(call.connectedAt)) / 1000;

const numbers = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 3 });
const scores = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `1,234.5` */
export const amount = (value: number): string => numbers.format(value);

/** `+30`, `−15`, `0`: what is added, or taken away. */
export const signed = (value: number): string =>
  value < 0 ? `−${amount(-value)}` : `${value > 0 ? '+' : ''}${amount(value)}`;

/** `15.50`; what a day has of which nothing is known is no 0. */
export const scoreText = (value: number | null): string => (value === null ? 'not known' : scores.format(value));

/** `1 call`, `2 calls` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${numbers.format(count)} ${count === 1 ? one : many}`;
