import { outsider, partyOf } from '../../src/testing/simulator/index.js';
import { openHouse, type SimulatedHouse, withAcme } from '../browser/simulated-house.js';
import { dump, type Dump } from '../support/database-dump.js';
import { connectDialpad, type Person, signIn, until } from '../support/way.js';

const API = '/api/phone-systems';
/** Of the company's doctor, whom the terms name as people write it. */
const DOCTOR = '+13125550188';
const CUSTOMER = '+14155550111';
/** Of a customer of whom a label of somebody else's call tells. */
const SISTER = '+16285550142';

/** A number as it may be written down, with and without its country. */
function spellings(e164: string): readonly string[] {
  const [area, exchange, line] = [e164.slice(2, 5), e164.slice(5, 8), e164.slice(8)];
  return ['', '-', ' ', '.']
    .map((between) => [area, exchange, line].join(between))
    .concat(`(${area}) ${exchange}-${line}`);
}

describe('a number that the terms keep from being stored', () => {
  let house: SimulatedHouse;
  let dana: Person;
  let dumps: Dump[] = [];
  const told = new Map<string, string>();

  beforeAll(async () => {
    const bounds = {
      counterparties: 'masked',
      neverStore: { numbers: ['(312) 555-0188'], calls: 'without-counterparty' },
    } as const;
    house = await openHouse({
      fixture: withAcme(() => bounds),
      env: { HISTORY_DAYS: '3', LOG_LEVEL: 'trace' },
      dialpad: { historyDays: 4 },
    });
    const { host, dialpad } = house;
    dana = await signIn(host.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();

    // Told as it happens, and kept in the inbox until it is applied.
    const acme = dialpad.company('acme.example');
    const now = Date.now();
    const contacts = [outsider('Dr. Bright', DOCTOR), outsider('Annette Keller', CUSTOMER)];
    // Of twenty ends of calls Dialpad tells one to nobody.
    for (const [at, contact] of [...contacts, ...contacts].entries()) {
      dialpad.addCall('acme.example', {
        target: partyOf(acme, acme.users[0]!.id),
        direction: 'inbound',
        startedAt: now - 90_000,
        connectedAt: now - 80_000,
        // What had ended before anybody last looked is told no more.
        endedAt: now + 500 + at,
        contact,
        labels: [
          `ask ${DOCTOR} again`,
          `or her sister, (628) 555.0142`,
          ...(contact === contacts[1] ? ['see (415) 555-0111'] : []),
        ],
      });
    }
    await until(
      'most of them are told',
      async () => {
        await dialpad.tellWhatIsDue();
        return dialpad.deliveries.filter(({ status }) => status === 204).length;
      },
      (taken) => taken >= 3,
    );
    await dumpNow('with deliveries in the inbox');
    await dana.fetchNow();
    await dumpNow('after a round');

    const [from, to] = [7, 0].map((days) => new Date(now - days * 86_400_000).toISOString().slice(0, 10));
    const { items } = await dana.json<{ items: { day: string }[] }>(`${API}/employees/e1/days?from=${from}&to=${to}`);
    const days = await Promise.all(
      items.map(({ day }) => dana.json<{ inputs: { callId: string }[] }>(`${API}/employees/e1/days/${day}`)),
    );
    const calls = days.flatMap(({ inputs }) => inputs.map(({ callId }) => `${API}/calls/${callId}`));
    for (const path of [
      ...['json', 'csv'].flatMap((format) =>
        ['e1', 'e2', 'e6'].map((id) => `${API}/employees/${id}/data?format=${format}`),
      ),
      ...items.map(({ day }) => `${API}/employees/e1/days/${day}`),
      ...items.map(({ day }) => `/employees/e1/days/${day}`),
      ...calls,
      `${API}/people/days?from=${from}&to=${to}&format=csv`,
      `${API}/dialpad/mappings`,
      `${API}/dialpad/mappings/export`,
      `${API}/dialpad/rejected`,
      `${API}/dialpad/connection`,
      `${API}/audit?format=csv`,
      `${API}/assurance?format=md`,
      '/settings/products/phone-system',
      '/metrics',
    ]) {
      const answer = await dana.request(path);
      expect([path, answer.status]).toEqual([path, 200]);
      told.set(path, await answer.text());
    }
  }, 200_000);

  afterAll(async () => {
    await house?.close();
  });

  const dumpNow = async (when: string): Promise<void> => {
    dumps = [...dumps, await dump(when, house.host)];
  };
  const numbers = [
    ...spellings(DOCTOR),
    ...spellings(CUSTOMER),
    ...spellings(SISTER),
    '(628) 555.0142',
    'Dr. Bright',
    'Annette Keller',
  ];
  const found = (text: string): readonly string[] => numbers.filter((number) => text.includes(number));

  it('is in calls that are stored, with the digits that a masked number keeps', () => {
    const calls = dumps.at(-1)?.rows.filter(({ table }) => table === 'phone_system.call_record') ?? [];
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.some(({ text }) => text.includes(`${CUSTOMER.slice(0, -3)}***`))).toBe(true);
    expect(calls.some(({ text }) => text.includes(`${DOCTOR.slice(0, -3)}***`))).toBe(false);
  });

  it('is in no row of any table, the queue’s included, and in no file of the database', () => {
    for (const { when, rows, files } of dumps) {
      expect(rows.flatMap(({ table, text }) => found(text).map((what) => `${what} in ${table} ${when}`))).toEqual([]);
      const inFiles = files.flatMap(({ path, bytes }) =>
        numbers.filter((number) => bytes.includes(number)).map((what) => `${what} in ${path} ${when}`),
      );
      expect(inFiles).toEqual([]);
    }
  });

  it('is in no answer, file or page', () => {
    expect(told.size).toBeGreaterThan(20);
    expect([...told].flatMap(([path, text]) => found(text).map((what) => `${what} in ${path}`))).toEqual([]);
  });

  it('is in nothing that the host printed', () => {
    expect(house.host.output().split('\n').length).toBeGreaterThan(100);
    expect(found(house.host.output())).toEqual([]);
  });
});
