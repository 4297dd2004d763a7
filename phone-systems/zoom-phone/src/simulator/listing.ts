import { monthsFrom } from './instants.js';
import type { SimulatedCall } from './model.js';
import type { ZoomPhoneStore } from './state.js';

const MONTHS_KEPT = 6;

/** What the company's call history has at this moment. */
export class Listing {
  /** @param listedAfterSeconds from the end of a call until it is listed */
  constructor(
    private readonly store: ZoomPhoneStore,
    private readonly listedAfterSeconds: number,
    private readonly now: () => number,
  ) {}

  /** Since when calls are kept. */
  get oldest(): number {
    return monthsFrom(this.now(), -MONTHS_KEPT);
  }

  /** Whether a call is over, still kept, and not forgotten. */
  lists({ uuid, startedAt, endedAt }: SimulatedCall): boolean {
    return (
      endedAt + this.listedAfterSeconds * 1000 <= this.now() &&
      startedAt >= this.oldest &&
      this.store.state.forgotten[uuid] !== 'wholly'
    );
  }

  /** Whether a call can be read with its legs. */
  tells(call: SimulatedCall): boolean {
    return this.lists(call) && this.store.state.forgotten[call.uuid] === undefined;
  }
}
