import { randomUUID } from 'node:crypto';
import { providerOf } from '../../../test/support/loopback-vendor.js';
import { eventually, openStage, type Stage } from '../../../test/support/stage.js';
import { OVERALL_BUDGET, type ProviderDescriptor, Secret } from '../../contract/index.js';
import { RequestBudget } from './request-budget.service.js';

const NEVER = new AbortController().signal;
const DAY = 86_400_000;
const client = { clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' };
const { descriptor } = providerOf(client, {
  budgets: {
    [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 },
    calls: { requests: 1_200, perMs: 60_000 },
    day: { requests: 5, perMs: DAY, pool: true },
  },
});

describe('the requests of an account, over copies of the host on one database', () => {
  let stage: Stage;
  let first: RequestBudget;
  let second: RequestBudget;
  let account: string;

  beforeAll(async () => {
    stage = await openStage();
    first = stage.requestBudget();
    second = stage.requestBudget((await stage.anotherCopy()).tenants);
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => {
    account = `loopback:${randomUUID()}`;
  });

  const send = async (copy: RequestBudget, budgets: readonly string[], of: ProviderDescriptor = descriptor) => {
    const departure = await copy.of(account, of).leave(budgets, NEVER, () => Promise.resolve(null));
    departure.sent();
    departure.answered();
  };
  const restOf = async (sending: Promise<void>): Promise<number> =>
    await sending.then(
      () => 0,
      (error: { readonly failure: { readonly until: Date } }) => error.failure.until.getTime() - Date.now(),
    );
  const rows = (sql: string): Promise<unknown[]> =>
    stage.tenants.acrossTenants().execute(`${sql} where account = ?`, [account]);

  it('draw from one pool, and rest until it renews', async () => {
    for (const copy of [first, first, second, second, first]) await send(copy, ['calls', 'day']);
    for (const copy of [first, second]) {
      const restMs = await restOf(send(copy, ['calls', 'day']));
      expect(restMs).toBeGreaterThan(DAY - 60_000);
      expect(restMs).toBeLessThan(DAY + 60_000);
    }
    await send(second, ['calls']);
  });

  it('are silent together, whichever copy was told to be, and a host that starts again as well', async () => {
    await send(first, ['calls']);
    await first.of(account, descriptor).hush(['calls'], 60_000);
    for (const copy of [first, second, stage.requestBudget()]) {
      expect(await restOf(send(copy, ['calls']))).toBeGreaterThan(50_000);
      await send(copy, ['users']);
    }
  });

  it('are silent under a limit that the phone system has not told', async () => {
    await first.of(account, descriptor).hush(['unlimited'], 60_000);
    expect(await restOf(send(second, ['unlimited']))).toBeGreaterThan(50_000);
  });

  it('are as silent as the database says: with an erased connection, its silence goes', async () => {
    await first.of(account, descriptor).hush(['calls'], 3_600_000);
    await rows('delete from phone_system.request_lease');
    await send(first, ['calls']);
  });

  it('count what left before it was known whose they are', async () => {
    const sent = Array.from({ length: 5 }, () => ({ budgets: ['day'], arrivedBy: performance.now() }));
    await first.of(account, descriptor).charge(sent);
    expect(await restOf(send(second, ['day']))).toBeGreaterThan(DAY - 60_000);
  });

  it('go on from another copy at once, with what was sent, where one ends with nothing under way', async () => {
    const ending = stage.requestBudget();
    for (let sent = 0; sent < 2; sent++) await send(ending, ['day']);
    await ending.onModuleDestroy();
    const began = performance.now();
    for (let sent = 0; sent < 3; sent++) await send(second, ['day']);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await restOf(send(second, ['day']))).toBeGreaterThan(DAY - 60_000);
  });

  it('write nothing where nothing is sent, and hold up no other account', async () => {
    await send(first, ['day']);
    await eventually(async () => (await rows('select 1 from phone_system.request_lease')).length === 1);
    await eventually(
      async () =>
        (
          (await rows('select holds_until < clock_timestamp() as over from phone_system.request_lease')) as {
            over: boolean;
          }[]
        )[0]?.over ?? false,
    );
    const version = await rows('select xmin::text from phone_system.request_lease');
    const began = performance.now();
    account = `${account}-other`;
    await send(second, ['day']);
    expect(performance.now() - began).toBeLessThan(1_000);
    account = account.replace('-other', '');
    expect(await rows('select xmin::text from phone_system.request_lease')).toEqual(version);
  });
});
