const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;

/** RFC 9110 has three forms, two of them obsolete and still to be read; some vendors write ISO 8601 instead. */
const FORMS = [
  String.raw`[a-z]{3}, (?<day>\d\d) (?<month>[a-z]{3}) (?<year>\d{4}) ${TIME} GMT`,
  String.raw`[a-z]{6,9}, (?<day>\d\d)-(?<month>[a-z]{3})-(?<shortYear>\d\d) ${TIME} GMT`,
  String.raw`[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) ${TIME} (?<year>\d{4})`,
  String.raw`(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T${TIME}(?:\.(?<fraction>\d{1,9}))?(?:Z|(?<offset>[+-]\d\d:?\d\d))?`,
  // eslint-disable-next-line security/detect-non-literal-regexp -- the forms stand above
].map((form) => new RegExp(`^${form}$`, 'i'));

/**
 * Reads a date as servers write them: `Sun, 22 Nov 2026 12:00:00 GMT`, `Sunday, 22-Nov-26 12:00:00 GMT`,
 * `Sun Nov 22 12:00:00 2026`, `2026-11-22T12:00:00Z`. One that names no zone is UTC. `Date.parse` takes `12.5` for a month.
 *
 * @param now milliseconds since 1970: tells the century of a year of two digits
 * @returns milliseconds since 1970, or undefined where it is no date
 */
export function readDate(text: string, now: number): number | undefined {
  for (const form of FORMS) {
    const parts = form.exec(text.trim())?.groups;
    if (parts !== undefined) return instantOf(parts, now);
  }
  return undefined;
}

type Parts = Readonly<Record<string, string | undefined>>;

function instantOf(parts: Parts, now: number): number | undefined {
  const numberOf = (name: string): number => Number(parts[name] ?? 0);
  const [day, hour, minute, second] = [numberOf('day'), numberOf('hour'), numberOf('minute'), numberOf('second')];
  const month = monthOf(parts['month'] ?? '');
  const year = parts['shortYear'] === undefined ? numberOf('year') : wholeYear(numberOf('shortYear'), now);
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month, day);
  // A day that its month does not have would be one of the next.
  if (midnight.getUTCMonth() !== month || midnight.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const ms = Math.floor(Number(`0.${parts['fraction'] ?? 0}`) * 1_000);
  return midnight.getTime() + ((hour * 60 + minute - offsetMinutes(parts['offset'])) * 60 + second) * 1_000 + ms;
}

const monthOf = (month: string): number =>
  /^\d/.test(month) ? Number(month) - 1 : MONTHS.indexOf(month.toLowerCase());

/** RFC 9110: what seems to lie more than fifty years ahead is of the past. */
function wholeYear(shortYear: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + shortYear;
  return year > thisYear + 50 ? year - 100 : year;
}

function offsetMinutes(offset: string | undefined): number {
  if (offset === undefined) return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
