import { DateTime } from 'luxon';

/** One calendar day of a company, in its own time zone: 23 or 25 hours long twice a year. */
export interface CompanyDay {
  /** `YYYY-MM-DD`. */
  readonly name: string;
  /** Days since 1970-01-01. */
  readonly number: number;
  /** Milliseconds since the epoch; the day's own first instant and the next day's. */
  readonly from: number;
  readonly to: number;
  /** Monday to Friday. */
  readonly isWorkday: boolean;
  /** The instant of a wall clock time such as `16:30` or `16:30:05` on this day. */
  at(clock: string): number;
}

const MS_PER_DAY = 86_400_000;

const dayFrom = (start: DateTime): CompanyDay => ({
  name: start.toFormat('yyyy-MM-dd'),
  number: Math.floor(Date.UTC(start.year, start.month - 1, start.day) / MS_PER_DAY),
  from: start.toMillis(),
  to: start.plus({ days: 1 }).startOf('day').toMillis(),
  isWorkday: start.weekday <= 5,
  at: (clock) => {
    const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number);
    return start.set({ hour, minute, second }).toMillis();
  },
});

/** The day in which an instant falls. */
export const dayOf = (instant: number, timeZone: string): CompanyDay =>
  dayFrom(DateTime.fromMillis(instant, { zone: timeZone }).startOf('day'));

/** A day by its name. @throws RangeError when it is no day */
export const dayNamed = (name: string, timeZone: string): CompanyDay => {
  const start = DateTime.fromFormat(name, 'yyyy-MM-dd', { zone: timeZone });
  if (!start.isValid) throw new RangeError(`"${name}" is no day; write it as YYYY-MM-DD.`);
  return dayFrom(start.startOf('day'));
};

/** A day by its number. */
export const dayNumbered = (number: number, timeZone: string): CompanyDay =>
  dayNamed(new Date(number * MS_PER_DAY).toISOString().slice(0, 10), timeZone);
