import fc from 'fast-check';
import { type AskedPage, ReadingOrder } from './reading-order.js';

describe('the order in which pages were asked for', () => {
  it('lets no page undo what one that was asked for later told, however their walks interleave', async () => {
    const calls = fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 3 });
    const walks = fc.array(fc.array(calls, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
    const steps = fc.array(fc.nat(), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(walks, steps, async (given, chosen) => {
        const order = new ReadingOrder();
        const walking = given.map((pages) => ({ walk: order.of(paged(pages)), step: 'ask' as 'ask' | 'store', page }));
        const told = new Map<string, number>();
        const plain = new Map<string, number>();
        for (const choice of chosen) {
          const at = walking[choice % walking.length];
          if (at === undefined) continue;
          if (at.step === 'ask') {
            const { value } = await at.walk.next();
            if (value) Object.assign(at, { page: value, step: 'store' });
          } else {
            for (const id of at.page.page) {
              if (order.isLatest(id, at.page.asked)) told.set(id, at.page.asked);
              plain.set(id, Math.max(at.page.asked, plain.get(id) ?? 0));
            }
            order.stored(at.page.asked, at.page.page);
            at.step = 'ask';
          }
        }
        expect(told).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('goes by when a page was asked for, not by when it came', async () => {
    const order = new ReadingOrder();
    const slow = withheld(['1']);
    const first = order.of(slow.pages);
    const asked = first.next();
    const second = await order.of(paged([['1']])).next();
    order.stored(second.value?.asked ?? NaN, ['1']);
    slow.release();
    expect(order.isLatest('1', (await asked).value?.asked ?? NaN)).toBe(false);
  });

  it('remembers nothing once no page is open that was asked for before', async () => {
    const order = new ReadingOrder();
    const early = order.of(paged([['1']]));
    const { value: page } = await early.next();
    for await (const later of order.of(paged([['1'], ['2']]))) order.stored(later.asked, later.page);
    expect(isForgotten(order, '1', '2')).toBe(false);
    order.stored(page?.asked ?? NaN, ['1']);
    await early.next();
    expect(isForgotten(order, '1', '2')).toBe(true);
  });

  it('ends a walk of which the rest is not wanted, and one that failed', async () => {
    const order = new ReadingOrder();
    let isEnded = false;
    const endless = async function* () {
      try {
        for (;;) yield await Promise.resolve(['1']);
      } finally {
        isEnded = true;
      }
    };
    for await (const { asked } of order.of(endless())) if (asked === 2) break;
    expect(isEnded).toBe(true);
    const failing = order.of(paged([['1']], new Error('The vendor is out of order.')));
    await failing.next();
    await expect(failing.next()).rejects.toThrow('out of order');
    for await (const { asked } of order.of(paged([['1'], ['2']]))) order.stored(asked, ['1']);
    expect(isForgotten(order, '1', '2')).toBe(true);
  });
});

/** A page that nobody ever asked for is later than nothing that is remembered. */
const isForgotten = (order: ReadingOrder, ...ids: readonly string[]): boolean =>
  ids.every((id) => order.isLatest(id, 0));

const page: AskedPage<readonly string[]> = { page: [], asked: 0 };

async function* paged(pages: readonly (readonly string[])[], end?: Error): AsyncGenerator<readonly string[]> {
  for (const each of pages) yield await Promise.resolve(each);
  if (end) throw end;
}

function withheld(ids: readonly string[]): { pages: AsyncIterable<readonly string[]>; release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const pages = async function* () {
    await released;
    yield ids;
  };
  return { pages: pages(), release };
}
