import { AssertionError } from 'node:assert';
import { Chance } from './chance.js';
import { type Law, benchOf } from './law.js';
import { LAWS } from './laws/index.js';
import type { ConformanceSubject } from './vendor.js';
import type { Lacking, Without } from './without.js';

/** All that is needed of a test runner: those of jest, vitest and node:test fit. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}

/** What may be told to {@link describePhoneSystem}. */
export interface ConformanceOptions {
  /** What the vendor lacks, each with the reason, which is printed. */
  readonly without?: Without;
  /** Of the random worlds; the one that a failure names repeats it. A new one for each run unless given. */
  readonly seed?: number;
}

/**
 * Holds a provider against the contract: one test for each law. Each failure says what happened, what to do, and the
 * seed that repeats it.
 *
 * @param runner `describe` and `it` of jest, vitest or node:test
 * @param make a provider and its vendor, made anew for every law
 * @throws Error where the vendor lacks something without a reason
 * @example
 * describePhoneSystem({ describe, it }, () => ({ provider: new AcmePhone(null), vendor: new AcmeVendor() }), {
 *   without: { webhooks: 'Acme signs no deliveries' },
 * });
 */
export function describePhoneSystem(
  { describe, it }: TestRunner,
  make: () => ConformanceSubject,
  { without: told = {}, seed = newSeed() }: ConformanceOptions = {},
): void {
  const { displayName: name, webhookAddress } = make().provider.descriptor;
  const without = { ...(webhookAddress && { subscriptions: 'it has one address for all accounts' }), ...told };
  const lacking = reasonsOf(without);
  describe(`${name} keeps the laws of phone systems (seed ${seed})`, () => {
    for (const [what, why] of lacking) process.stdout.write(`${name} is held without ${what}: ${why}\n`);
    for (const law of LAWS) {
      const why = law.needs?.flatMap((what) => without[what] ?? []).join('; ') ?? '';
      if (why !== '') {
        it(`${law.name}: left out, because ${why}`, () => Promise.resolve());
      } else {
        it(`${law.name}: ${law.promise}`, () => hold(law, make, without, seed));
      }
    }
  });
}

const newSeed = (): number => Math.floor(Math.random() * 2 ** 31);

async function hold(law: Law, make: () => ConformanceSubject, without: Without, seed: number): Promise<void> {
  try {
    await law.check(benchOf(make, without, new Chance(seed)));
  } catch (cause) {
    const what = sentenceOf(cause);
    throw new AssertionError({
      message: `The law "${law.name}" is broken: ${law.promise}\n${what}\nWhat to do: ${law.remedy}\nTo repeat it: { seed: ${seed} }`,
    });
  }
}

/** Runners with realms of their own have several `Error`s: what counts is the message. */
const sentenceOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);

function reasonsOf(without: Without): readonly (readonly [Lacking, string])[] {
  const reasons = Object.entries(without) as (readonly [Lacking, string | undefined])[];
  const unfounded = reasons.filter(([, why]) => (why ?? '').trim() === '').map(([what]) => what);
  if (unfounded.length > 0) {
    throw new Error(
      `Left out without a reason: ${unfounded.join(', ')}. Say why the vendor lacks it, in one sentence.`,
    );
  }
  return reasons.map(([what, why]) => [what, why ?? '']);
}
