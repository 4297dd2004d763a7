import type { PhoneSystemProvider } from '../../contract/index.js';
import type { Chance } from './chance.js';
import type { Plan } from './plan.js';
import { Stage } from './stage.js';
import type { ConformanceSubject } from './vendor.js';
import type { Lacking, Without } from './without.js';

/** One thing that every provider keeps to. */
export interface Law {
  /** Stable, to be searched for. */
  readonly name: string;
  /** What is promised, in one sentence. */
  readonly promise: string;
  /** What to do where it is broken, in one sentence. */
  readonly remedy: string;
  /** All that the vendor must have for the law to make sense. */
  readonly needs?: readonly Lacking[];
  /** @throws AssertionError where the law is broken */
  readonly check: (bench: Bench) => Promise<void>;
}

/** What a law works with. */
export interface Bench {
  readonly without: Without;
  readonly chance: Chance;
  /** A provider and a vendor of their own, in a world. */
  stage(plan: Plan): Stage;
  /** A provider that is asked nothing. */
  provider(): PhoneSystemProvider;
}

export const benchOf = (make: () => ConformanceSubject, without: Without, chance: Chance): Bench => ({
  without,
  chance,
  stage: (plan) => new Stage(make(), plan, without),
  provider: () => make().provider,
});
