import { DAY, HOUR, later, provider, RoundsInHand, start } from '../../test/support/rounds-in-hand.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aCall } from '../../test/support/stored-rows.js';
import { walkedWhole } from '../../test/support/walked-whole.js';
import { FetchWindowEntity } from '../storage/index.js';

/** It tells every account of 45 days, as Dialpad does. */
const dialpad = { ...provider, descriptor: { ...provider.descriptor, listing: { settleMs: 0, accessMs: 45 * DAY } } };

describe('what a vendor tells nothing of', () => {
  let stage: Stage;
  let hand: RoundsInHand;
  let listed: Date[];
  /** Whether what is not listed was anonymised. */
  let quiet: boolean;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    listed = [];
    quiet = false;
    hand = await RoundsInHand.begin(stage, dialpad);
    await hand.change({ historyFrom: later(-100 * DAY) });
  });

  /** A call is listed that began so many days before. */
  const listCall = async (agoDays: number): Promise<void> => {
    const startedAt = later(-agoDays * DAY);
    const call = aCall(hand.connection, 'u1', startedAt.toISOString(), startedAt.toISOString());
    await hand.em().persist(call).flush();
    listed.push(startedAt);
  };
  /** Walks the open windows of a round to their ends: those in which a call began list it. */
  const finish = async (kind: string, walkedFrom: Date): Promise<void> => {
    const { id } = await hand.round(kind);
    for (const window of await hand.em().find(FetchWindowEntity, { roundId: id, doneAt: null })) {
      const records = listed.filter((at) => at >= window.fromAt && at < window.toAt).length;
      const whole = { walkedFrom, listedAt: walkedFrom, isKeptQuiet: quiet && records === 0 };
      const walked = { ...walkedWhole(window, walkedFrom), counts: { pages: 1, records, rejected: 0 }, whole };
      await stage.tenants.transaction(hand.connection.tenantId, (em) =>
        hand.book.noteProgress(em, dialpad, hand.connection, [walked]),
      );
    }
  };
  const history = async (calls: readonly number[]): Promise<void> => {
    await hand.plan(start, later(-100 * DAY));
    for (const ago of calls) await listCall(ago);
    await finish('history', start);
  };
  /** In whole days before the start, the far end first. */
  const untold = async (): Promise<readonly (readonly number[])[] | null> =>
    (await hand.present()).untold?.map((span) => span.map((at) => Math.round((start.getTime() - at) / DAY))) ?? null;

  it('is what is older than every account is told of, where no call was listed that is as old', async () => {
    await history([]);
    expect(await untold()).toEqual([[100, 44]]);
  });

  it('ends with the first call that was listed', async () => {
    await history([10, 70]);
    expect(await untold()).toEqual([[100, 70]]);
  });

  it('is nothing where the history is younger', async () => {
    hand = await RoundsInHand.begin(stage, dialpad);
    await hand.beSteady();
    expect(await untold()).toEqual([]);
  });

  it('is what was anonymised of a history, where nothing is listed that is older', async () => {
    await hand.plan(start, later(-100 * DAY));
    quiet = true;
    await listCall(2);
    await finish('history', start);
    expect(await untold()).toEqual([[100, 1]]);
    quiet = false;
    await hand.plan(later(HOUR));
    await finish('far', later(HOUR));
    expect(await untold()).toEqual([[100, 1]]);
  });

  it('is also a part of a time in which nobody was connected, and nothing before it', async () => {
    await history([90]);
    expect(await untold()).toEqual([[100, 90]]);
    await hand.plan(later(HOUR));
    await finish('far', later(HOUR));
    await hand.plan(later(80 * DAY));
    await finish('far', later(80 * DAY));
    expect(await untold()).toEqual([
      [100, 90],
      [1, -36],
    ]);
  });

  it('is decided of a history that a release before has walked, with the next far round', async () => {
    await history([70]);
    await hand.change({ untold: null });
    await hand.plan(later(HOUR));
    expect(await untold()).toBeNull();
    await finish('far', later(HOUR));
    expect(await untold()).toEqual([[100, 70]]);
  });

  it('becomes less where days that are fetched again are listed, and never more by that', async () => {
    await history([60]);
    await hand.plan(later(HOUR));
    await finish('far', later(HOUR));
    const day = (ago: number): string =>
      later(-ago * DAY)
        .toISOString()
        .slice(0, 10);
    const again = async (from: number, to: number) => {
      const terms = { domains: [], phoneSystemLicence: true, timeZone: 'UTC', region: 'US', workShift: null };
      const actor = { tenantId: hand.connection.tenantId, employeeId: 'boss' };
      await hand.book.makeAgain(actor, hand.connection, dialpad, { from: day(from), to: day(to) }, terms);
    };
    await again(50, 40);
    await finish('again', new Date());
    expect(await untold()).toEqual([[100, 60]]);
    // Another plan, say.
    await again(90, 80);
    await listCall(85);
    await finish('again', new Date());
    const [first, second] = (await untold()) ?? [];
    expect(first).toEqual([100, 85]);
    expect(second?.[1]).toBe(60);
    expect(second?.[0]).toBeLessThan(81);
  });
});
