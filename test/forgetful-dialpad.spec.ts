import { TenantDatabase } from '../src/access/index.js';
import { dayOf } from '../src/support/days.js';
import { ACME_DOMAIN, ACME_TIME_ZONE, globex, type DialpadSimulatorOptions } from '../src/testing/index.js';
import { type House, openHouse } from './support/house.js';
import { connectDialpad, type Person, signIn, until } from './support/way.js';

const SYSTEM = '/api/phone-systems/dialpad';
const DAY = 86_400_000;
const SETTINGS = {
  HISTORY_DAYS: '3',
  FETCH_EVERY_SECONDS: '60',
  FAR_EVERY_SECONDS: '60',
  LOG_LEVEL: 'silent',
};

interface Round {
  readonly id: string;
  readonly outcome: string;
  readonly startedAt: string;
  readonly difference: number | null;
  readonly letGo: number | null;
  readonly unlisted: number | null;
  readonly problem: object | null;
}

interface DayTotal {
  readonly day: string;
  readonly known: boolean;
  readonly why: string | null;
}

describe('a Dialpad that forgets', () => {
  let house: House;
  let dana: Person;
  let zone: string;

  afterEach(() => house.close());

  const open = async (vendor: DialpadSimulatorOptions = {}): Promise<void> => {
    zone = ACME_TIME_ZONE;
    house = await openHouse(SETTINGS, { historyDays: 6, ...vendor });
    dana = await signIn(house.url, 'dana@acme.example');
  };
  /** Sixty days of a company that calls less. */
  const openLong = async (accessDays: number): Promise<void> => {
    zone = globex.timeZone;
    const vendor = { historyDays: 62, forgetting: { [globex.domain]: { accessDays } } };
    house = await openHouse({ ...SETTINGS, HISTORY_DAYS: '60' }, vendor);
    dana = await signIn(house.url, globex.adminEmail);
  };
  const connect = async (email = 'dana@acme.example'): Promise<void> => {
    expect(await connectDialpad(dana, email, 'allow')).toContain('outcome=connected');
    await dana.untilComplete();
  };
  const everywhere = () => house.app.get(TenantDatabase).acrossTenants();
  const day = (agoDays: number): string => dayOf(new Date(Date.now() - agoDays * DAY), zone);
  /** Another day has passed: it is compared. */
  const compared = async (): Promise<Round> => {
    const since = new Date().toISOString();
    await everywhere().execute(
      'update phone_system.connection set next_reconciliation_at = clock_timestamp(), wake_at = clock_timestamp()',
    );
    const { items } = await until(
      'a comparison that begins now is done',
      () => dana.json<{ items: Round[] }>(`${SYSTEM}/fetches?kind=reconciliation`),
      (rounds) => rounds.items.some((round) => round.startedAt > since && round.outcome === 'done'),
    );
    return items.findLast((round) => round.startedAt > since && round.outcome === 'done')!;
  };
  /** Days of so long ago are fetched again. */
  const again = async (from: number, to: number): Promise<Round> => {
    const asked = await until(
      'days may be fetched again',
      () =>
        dana.request(`${SYSTEM}/fetches`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ from: day(from), to: day(to) }),
        }),
      ({ status }) => status !== 429,
    );
    expect(asked.status).toBe(202);
    const { id } = (await asked.json()) as { id: string };
    return await until(
      'they are fetched again',
      () => dana.json<Round>(`${SYSTEM}/fetches/${id}`),
      ({ outcome }) => outcome === 'done',
    );
  };
  const days = async (employee: string, from: number, to: number): Promise<readonly DayTotal[]> =>
    (
      await until(
        'everything is scored',
        () =>
          dana.json<{ items: DayTotal[] }>(
            `/api/phone-systems/employees/${employee}/days?from=${day(from)}&to=${day(to)}`,
          ),
        ({ items }) => items.every(({ why }) => why !== 'not-complete'),
      )
    ).items;
  const expectCalm = async (): Promise<void> => {
    expect(await everywhere().execute('select kind, message from phone_system.alert')).toEqual([]);
    expect(await dana.connection()).toMatchObject({ status: 'connected', problem: null });
  };

  it('by a policy of one day, while rounds are made every hour: says the same each time, and no day changes', async () => {
    await open();
    await connect();
    const before = await days('e2', 1, 1);
    expect(before.every(({ known }) => known)).toBe(true);
    let last = 0;
    for (const hour of [0, 1, 2]) {
      // So many hours later, as far as the policy goes.
      house.dialpad.forget(ACME_DOMAIN, { afterDays: 1 - hour / 24 });
      const round = await compared();
      expect(round).toMatchObject({ difference: 0, unlisted: 0, problem: null });
      expect(round.letGo).toBeGreaterThanOrEqual(Math.max(1, last));
      last = round.letGo ?? 0;
    }
    expect(await days('e2', 1, 1)).toEqual(before);
    expect(await dana.connection()).toMatchObject({ forgetsAfterDays: expect.any(Number) });
    await expectCalm();
  });

  it('by a policy of one day that held before anybody connected: days of which calls are anonymised are not known', async () => {
    await open({ forgetting: { [ACME_DOMAIN]: { afterDays: 1 } } });
    await connect();
    expect((await days('e2', 1, 1)).map(({ known, why }) => ({ known, why }))).toEqual([
      { known: false, why: 'no-longer-told' },
    ]);
    await expectCalm();
  });

  it('all of its history, after it was fetched: every call and every day stays', async () => {
    await open();
    await connect();
    const before = await days('e2', 1, 1);
    house.dialpad.forget(ACME_DOMAIN, { afterDays: 0 });
    const round = await compared();
    expect(round).toMatchObject({ difference: 0, unlisted: 0, problem: null });
    expect(round.letGo).toBeGreaterThan(0);
    expect(await days('e2', 1, 1)).toEqual(before);
    await expectCalm();
  });

  it('all of its history, before it was fetched: no day is 0', async () => {
    await open({ forgetting: { [ACME_DOMAIN]: { afterDays: 0 } } });
    await connect();
    for (const total of await days('e2', 1, 1))
      expect(total).toMatchObject({ known: false, why: 'no-longer-told', score: null });
    await expectCalm();
  });

  it('somebody who is deleted between two pages of one walk', async () => {
    await open({ callPageSize: 4 });
    await connect();
    const before = await days('e2', 1, 1);
    const lee = house.dialpad.company(ACME_DOMAIN).users.find(({ firstName }) => firstName === 'Lee')!;
    let isDeleted = false;
    house.dialpad.faults.plan({
      path: '/api/v2/call',
      query: 'cursor',
      answer: {
        kind: 'altered',
        alter: (body) => {
          house.dialpad.changeUser(ACME_DOMAIN, lee.id, { state: 'deleted' });
          house.dialpad.forget(ACME_DOMAIN, { userIds: [lee.id] });
          isDeleted = true;
          return body;
        },
      },
    });
    const first = await again(1, 1);
    expect(isDeleted).toBe(true);
    expect(first).toMatchObject({ difference: 0, unlisted: 0, problem: null });
    const round = await compared();
    expect(round).toMatchObject({ difference: 0, unlisted: 0, problem: null });
    expect(round.letGo).toBeGreaterThan(0);
    expect(await days('e2', 1, 1)).toEqual(before);
    await expectCalm();
  });

  it('somebody who is deleted between two pages of the first fetch', async () => {
    await open({ callPageSize: 4 });
    const lee = house.dialpad.company(ACME_DOMAIN).users.find(({ firstName }) => firstName === 'Lee')!;
    house.dialpad.faults.plan({
      path: '/api/v2/call',
      query: 'cursor',
      after: 3,
      answer: {
        kind: 'altered',
        alter: (body) => {
          house.dialpad.changeUser(ACME_DOMAIN, lee.id, { state: 'deleted' });
          house.dialpad.forget(ACME_DOMAIN, { userIds: [lee.id] });
          return body;
        },
      },
    });
    await connect();
    expect(await compared()).toMatchObject({ difference: 0, unlisted: 0, problem: null });
    await expectCalm();
  });

  it('all that is older than 45 days, where it told of a year: what was told stays known, and is said to be let go', async () => {
    await openLong(365);
    await connect(globex.adminEmail);
    const before = await days('g2', 58, 1);
    expect(before.every(({ known }) => known)).toBe(true);
    house.dialpad.forget(globex.domain, { accessDays: 45 });
    const round = await again(57, 50);
    expect(round).toMatchObject({ difference: 0, unlisted: 0, problem: null });
    expect(round.letGo).toBeGreaterThan(0);
    expect(await days('g2', 58, 1)).toEqual(before);
    await expectCalm();
  }, 240_000);

  it('all that is older than 45 days, before anybody connected: those days are not known', async () => {
    await openLong(45);
    await connect(globex.adminEmail);
    const all = await days('g2', 58, 1);
    expect(all.filter(({ day: it }) => it < day(46)).every(({ why }) => why === 'no-longer-told')).toBe(true);
    expect(all.filter(({ day: it }) => it > day(44)).every(({ known }) => known)).toBe(true);
    await expectCalm();
  }, 240_000);

  it('and does not know the question what it anonymised: what is listed no longer is said to have no reason', async () => {
    await open();
    await connect();
    const before = await days('e2', 1, 1);
    house.dialpad.faults.plan({
      query: 'include_anonymized',
      times: Infinity,
      answer: { kind: 'status', status: 400 },
    });
    house.dialpad.forget(ACME_DOMAIN, { afterDays: 1 });
    const round = await compared();
    expect(round).toMatchObject({ difference: 0, letGo: 0, problem: null });
    expect(round.unlisted).toBeGreaterThan(0);
    expect(await days('e2', 1, 1)).toEqual(before);
    await expectCalm();
  });
});
