import fc from 'fast-check';
import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import { eventually } from '../../test/support/stage.js';
import type { DayScore, ScoreSink } from '../contract/index.js';
import { ScorePublisher } from './score-publisher.service.js';
import { tenantsToPublish } from './scoring-work.js';

/** One call of a sink, which the test lets take effect and end when it wants to. */
interface HeldCall {
  readonly scores: readonly DayScore[];
  readonly end: (refusal?: Error) => void;
}

/** A sink whose calls take as long as the test wants. */
class HeldSink implements ScoreSink {
  held: HeldCall | null = null;

  constructor(
    private readonly log: DayScore[],
    private readonly takesEffectLate: boolean,
  ) {}

  async publish(scores: readonly DayScore[]): Promise<void> {
    if (!this.takesEffectLate) this.log.push(...scores);
    await new Promise<void>((resolve, reject) => {
      this.held = { scores, end: (refusal) => (refusal === undefined ? resolve() : reject(refusal)) };
    }).finally(() => {
      // Also where it is refused afterwards: the host may have taken some, or all.
      if (this.takesEffectLate) this.log.push(...scores);
    });
  }
}

describe('scores that two copies of the host hand over at once', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  let minute: number;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  const begin = async (): Promise<void> => {
    minute = 0;
    tenant = await house.tenant();
    await tenant.map('ann', 'u-ann');
    await change();
  };
  const change = async (): Promise<void> => {
    const at = (more: number): string => new Date(Date.UTC(2026, 2, 2, 15, 2 * minute + more)).toISOString();
    await tenant.call('u-ann', at(0), at(1));
    minute += 1;
    await tenant.score();
  };
  const isDue = async (): Promise<boolean> => (await tenantsToPublish(house.tenants)).includes(tenant.id);

  /** A copy of the host, which hands over when it is told to. */
  const aCopy = (log: DayScore[], takesEffectLate: boolean) => {
    const sink = new HeldSink(log, takesEffectLate);
    const publisher = new ScorePublisher(house.tenants, sink);
    let running: Promise<void> | null = null;
    const isHeld = (): boolean => sink.held !== null || running === null;
    return {
      /** Begins, and returns once the sink is called, or nothing was due. */
      start: async (): Promise<void> => {
        if (running !== null) return;
        running = publisher
          .publish(tenant.id, new AbortController().signal)
          .catch(() => undefined)
          .finally(() => (running = null));
        await eventually(isHeld);
      },
      /** Lets the sink answer, and returns once it is called again, or the hand-over is over. */
      answer: async (refusal?: Error): Promise<void> => {
        const { held } = sink;
        if (held === null) return;
        sink.held = null;
        held.end(refusal);
        await eventually(isHeld);
      },
      isBusy: (): boolean => running !== null,
    };
  };

  /** What took effect at the host, in this order. */
  let log: DayScore[];

  /** Lets everything come to its end, and hands over what is still due. */
  const settle = async (copies: readonly ReturnType<typeof aCopy>[]): Promise<void> => {
    for (const copy of copies) while (copy.isBusy()) await copy.answer();
    const rested = aCopy(log, false);
    while (await isDue()) {
      await rested.start();
      await rested.answer();
    }
  };
  const newestIsLast = async (): Promise<void> => {
    const stored = await tenant.stored('ann', '2026-03-02');
    expect(log.at(-1)).toMatchObject({ day: '2026-03-02', revision: stored?.revision, score: stored?.score });
  };

  it.each([true, false])(
    'end with the newest where one stood still with an older one (taking effect late: %s)',
    async (takesEffectLate) => {
      log = [];
      await begin();
      const [still, other] = [aCopy(log, takesEffectLate), aCopy(log, false)];
      await still.start();
      await change();
      await other.start();
      await other.answer();
      await still.answer();
      await settle([still, other]);
      await newestIsLast();
    },
  );

  it('end with the newest where an older one takes effect late and is refused all the same', async () => {
    log = [];
    await begin();
    const [still, other] = [aCopy(log, true), aCopy(log, false)];
    await still.start();
    await change();
    await other.start();
    await other.answer();
    await still.answer(new Error('not now'));
    await settle([still, other]);
    await newestIsLast();
  });

  it('end with the newest whoever stands still, is refused or is overtaken, and whenever', async () => {
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.constant('change' as const) },
      { weight: 3, arbitrary: fc.tuple(fc.constant('start' as const), fc.nat({ max: 2 })) },
      { weight: 4, arbitrary: fc.tuple(fc.constant('answer' as const), fc.nat({ max: 2 })) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('refuse' as const), fc.nat({ max: 2 })) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        fc.array(step, { maxLength: 14 }),
        async (late, steps) => {
          log = [];
          await begin();
          const copies = late.map((takesEffectLate) => aCopy(log, takesEffectLate));
          for (const one of steps) {
            if (one === 'change') await change();
            else if (one[0] === 'start') await copies[one[1]]?.start();
            else if (one[0] === 'answer') await copies[one[1]]?.answer();
            else await copies[one[1]]?.answer(new Error('not now'));
          }
          await settle(copies);
          await newestIsLast();
        },
      ),
      { numRuns: Number(process.env['ORDERS'] ?? 12) },
    );
  }, 300_000);
});
