/** Counting rules as a request sends them: a point a minute, and nothing else, from a day on that is still to come. */
export const RULES = {
  effectiveFrom: '2099-12-01',
  pointsPerMinute: 1,
  weights: { inbound: 1, outbound: 1, internal: 1 },
  pointsPerCall: 0,
  shortestTalkSeconds: 0,
  dailyCap: null,
  overlap: 'employee',
};
