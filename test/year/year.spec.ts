import { CompanyInTime, type TableSize } from './company-in-time.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A stretch of time whose second half is held against its first. */
interface Stretch {
  readonly days: number;
  readonly retentionDays: number;
  readonly nearHours: number;
  readonly farHours: number;
  readonly reconcileDays: number;
  readonly callsADay: number;
  /** How often something befalls the company: an outage, a disconnect, consents that nobody finishes. */
  readonly troubleEveryDays: number;
}

const WEEKS: Stretch = {
  days: 16,
  retentionDays: 3,
  nearHours: 12,
  farHours: 24,
  reconcileDays: 7,
  callsADay: 6,
  troubleEveryDays: 4,
};
const YEAR: Stretch = {
  days: 364,
  retentionDays: 60,
  nearHours: 6,
  farHours: 12,
  reconcileDays: 7,
  callsADay: 12,
  troubleEveryDays: 28,
};

const isWhole = process.env['YEAR'] === 'whole';
const stretch = isWhole ? YEAR : WEEKS;

/** What may grow as long as there are days: what people are paid by, and what was done. Calls go with retention. */
const GROWS: readonly string[] = ['phone_system.day_score', 'phone_system.audit_entry'];
/** A table may hold a little more at one time of a week than at another. */
const MORE = 1.1;
const SLACK_ROWS = 25;

describe(isWhole ? 'a year of one company' : 'some weeks of one company', () => {
  it(
    'lets nothing grow without bound but days and the audit trail',
    async () => {
      const company = await CompanyInTime.found({
        people: 3,
        callsADay: stretch.callsADay,
        begin: new Date('2026-03-02T00:00:00Z'),
        tells: true,
        retentionDays: stretch.retentionDays,
        options: {
          historyDays: 2,
          fetchEverySeconds: (stretch.nearHours * HOUR) / 1000,
          farEverySeconds: (stretch.farHours * HOUR) / 1000,
          reconcileEverySeconds: (stretch.reconcileDays * DAY) / 1000,
        },
      });
      try {
        expect(await company.connect()).toBe('connected');
        await live(company, stretch.days / 2);
        const half = await company.tables();
        await live(company, stretch.days / 2);
        const whole = await company.tables();
        print(half, whole);
        expect(company.published.length).toBeGreaterThan(stretch.days);
        expect(await company.query('select status, problem from phone_system.connection')).toEqual([
          { status: 'connected', problem: null },
        ]);
        expect(grown(half, whole)).toEqual([]);
      } finally {
        await company.close();
      }
    },
    isWhole ? 3_600_000 : 180_000,
  );
});

/** Days as they come, with what befalls a company now and then. */
async function live(company: CompanyInTime, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    if (day % stretch.troubleEveryDays !== stretch.troubleEveryDays - 1) {
      await company.live(DAY, stretch.nearHours * HOUR);
      continue;
    }
    await company.beginConnecting();
    company.vendor.isDown = true;
    await company.live(DAY / 2, 3 * HOUR);
    company.vendor.isDown = false;
    await company.disconnect();
    await company.live(DAY / 4, 3 * HOUR);
    await company.connect();
    await company.live(DAY / 4, 3 * HOUR);
  }
}

const grown = (half: readonly TableSize[], whole: readonly TableSize[]): readonly TableSize[] =>
  whole.filter(({ table, rows }) => {
    const before = half.find((one) => one.table === table)?.rows ?? 0;
    return !GROWS.includes(table) && rows > before * MORE + SLACK_ROWS;
  });

function print(half: readonly TableSize[], whole: readonly TableSize[]): void {
  const lines = whole.map(({ table, rows, bytes }) => {
    const before = half.find((one) => one.table === table);
    return `${table.padEnd(46)} ${before?.rows ?? 0} -> ${rows} rows, ${before?.bytes ?? 0} -> ${bytes} bytes`;
  });
  process.stderr.write(`${stretch.days} days, half and whole:\n${lines.join('\n')}\n`);
}
