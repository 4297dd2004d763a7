import fc from 'fast-check';
import { Arrivals } from './arrival.js';

const after = (answers: readonly number[]): Arrivals => {
  const arrivals = new Arrivals();
  for (const tookMs of answers) arrivals.answered(tookMs);
  return arrivals;
};
const ms = fc.double({ min: 0, max: 5_000, noNaN: true });

describe('how late a request arrived', () => {
  it('is what its answer took longer than is usual, where answers take equally long', () => {
    const arrivals = after(Array.from({ length: 20 }, (_, index) => 200 + (index % 5)));
    expect(arrivals.latenessOf(280)).toBe(78);
    expect(arrivals.latenessOf(150)).toBe(0);
    expect(arrivals.latenessOf(3_000)).toBe(150);
  });

  it('is not known where answers differ anyhow, nor before there were some', () => {
    expect(after([200, 200, 200]).latenessOf(280)).toBe(0);
    expect(after(Array.from({ length: 40 }, (_, index) => 100 + index * 10)).latenessOf(800)).toBe(0);
  });

  it('goes by the last answers: a vendor that has become slower is not late for ever', () => {
    const slower = after([...Array<number>(40).fill(200), ...Array<number>(40).fill(300)]);
    expect(slower.latenessOf(300)).toBe(0);
  });

  it('is never less than nothing nor more than a seventh of a second, and costs little on the whole', () => {
    fc.assert(
      fc.property(fc.array(ms, { maxLength: 80 }), ms, (answers, tookMs) => {
        const arrivals = after(answers);
        const lateness = arrivals.latenessOf(tookMs);
        expect(lateness).toBeGreaterThanOrEqual(0);
        expect(lateness).toBeLessThanOrEqual(150);
        const last = answers.slice(-40);
        const late = last.filter((answer) => arrivals.latenessOf(answer) > 50).length;
        expect(late).toBeLessThanOrEqual(last.length / 4);
      }),
    );
  });
});
