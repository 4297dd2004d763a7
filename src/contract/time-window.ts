/**
 * A span of time: `from` is inside, `to` is not, so neighbouring windows share no instant and miss none.
 *
 * @example One UTC day: `{ from: new Date('2026-11-22T00:00:00Z'), to: new Date('2026-11-23T00:00:00Z') }`
 */
export interface TimeWindow {
  readonly from: Date;
  readonly to: Date;
}
