import { type RulesVersion, defaultRules, rulesFor } from './rules.js';

const version = (effectiveFrom: string, pointsPerCall: number): RulesVersion => ({
  ...defaultRules,
  effectiveFrom,
  pointsPerCall,
});

describe('the rules of a day', () => {
  const versions = [version('2026-11-10', 2), version('2026-11-01', 1)];

  it.each([
    ['2026-10-31', 0],
    ['2026-11-01', 1],
    ['2026-11-09', 1],
    ['2026-11-10', 2],
    ['2030-01-01', 2],
  ])('on %s are those of version %d', (day, expected) => {
    expect(rulesFor(day, versions).pointsPerCall).toBe(expected);
    expect(rulesFor(day, versions.toReversed()).pointsPerCall).toBe(expected);
  });

  it('are one point a minute and nothing else until a tenant saves its own', () => {
    expect(rulesFor('2026-11-22', [])).toEqual({
      pointsPerMinute: 1,
      weights: { inbound: 1, outbound: 1, internal: 1 },
      pointsPerCall: 0,
      shortestTalkSeconds: 0,
      dailyCap: null,
      overlap: 'employee',
    });
  });
});
