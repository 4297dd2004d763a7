import { jest } from '@jest/globals';
import type { CallRecord } from '../../src/contract/index.js';
import { LAWS } from '../../src/testing/conformance/laws/index.js';
import { type ConformanceSubject, type Without, describePhoneSystem } from '../../src/testing/index.js';
import { AnnouncingPhone, AnnouncingVendor } from './announcing-phone.js';
import { ExamplePhone, type Wire } from './example-phone.js';
import { ExampleVendor } from './example-vendor.js';
import {
  ClosedPhone,
  ClosedVendor,
  ConsentedPhone,
  ConsentedVendor,
  KeyedPhone,
  KeyedVendor,
} from './granted-phones.js';
import { SharedPhone, SharedVendor } from './shared-phone.js';
import { WRONG_PHONES } from './wrong-phones.js';

/** Every law, and what it says of a provider: null where it is kept. */
async function judged(
  make: () => ConformanceSubject,
  without: Without = {},
  seed = 7,
): Promise<ReadonlyMap<string, string | null>> {
  const checks: (readonly [string, () => Promise<void>])[] = [];
  describePhoneSystem(
    { describe: (_name, body) => body(), it: (name, body) => checks.push([name.split(':')[0] ?? name, body]) },
    make,
    { without, seed },
  );
  const verdicts = new Map<string, string | null>();
  for (const [law, check] of checks) {
    verdicts.set(
      law,
      await check().then(
        () => null,
        (error: unknown) => (error as Error).message,
      ),
    );
  }
  return verdicts;
}

function vendorOf(phone: ExamplePhone): ExampleVendor {
  if (phone instanceof AnnouncingPhone) return new AnnouncingVendor();
  if (phone instanceof SharedPhone) return new SharedVendor();
  if (phone instanceof ConsentedPhone) return new ConsentedVendor();
  if (phone instanceof ClosedPhone) return new ClosedVendor();
  return phone instanceof KeyedPhone ? new KeyedVendor() : new ExampleVendor();
}

const lackingOf = (phone: ExamplePhone): Without =>
  phone instanceof AnnouncingPhone ? { legStarts: 'it tells parts under the beginning of their conversation' } : {};

const broken = (verdicts: ReadonlyMap<string, string | null>): readonly string[] =>
  [...verdicts].flatMap(([law, verdict]) => (verdict === null ? [] : [law]));

describe('the conformance kit', () => {
  const { debug } = console;
  beforeAll(() => {
    console.debug = () => undefined;
  });
  afterAll(() => {
    console.debug = debug;
  });

  it.each([1, 2, 3])('finds nothing wrong with a right phone system, in the worlds of seed %i', async (seed) => {
    const right = [
      new ExamplePhone(),
      new SharedPhone(),
      new KeyedPhone(),
      new ClosedPhone(),
      new ConsentedPhone(),
      new AnnouncingPhone(),
    ];
    for (const provider of right) {
      const verdicts = await judged(() => ({ provider, vendor: vendorOf(provider) }), lackingOf(provider), seed);
      expect([...verdicts].filter(([, verdict]) => verdict !== null)).toEqual([]);
    }
  });

  it.each(WRONG_PHONES)('names by %s, and by no other law, one that %s', async (law, _wrong, make) => {
    const subject = (): ConformanceSubject => {
      const provider = make();
      return { provider, vendor: vendorOf(provider) };
    };
    expect(broken(await judged(subject, lackingOf(make())))).toEqual([law]);
  });

  it('gives a call between colleagues to both of them where the vendor tells both sides of it', async () => {
    const without = { oneSidedCalls: 'a call has two ends' };
    class Mistaken extends ExamplePhone {
      override readCall(wire: Wire): CallRecord {
        const read = super.readCall(wire);
        const isOther = read.counterparty.internal && read.externalId.startsWith('9');
        return isOther ? { ...read, direction: read.direction === 'inbound' ? 'outbound' : 'inbound' } : read;
      }
    }
    const told = async (make: () => ExamplePhone) =>
      broken(await judged(() => ({ provider: make(), vendor: new ExampleVendor() }), without));
    expect(await told(() => new ExamplePhone())).toEqual([]);
    expect(await told(() => new Mistaken())).toEqual(['calls-round-trip']);
    expect(broken(await judged(() => ({ provider: new Mistaken(), vendor: new ExampleVendor() })))).toEqual([]);
  });

  it('says of one that checks no signature that anybody can forge, alter and choose the algorithm', async () => {
    class Trusting extends ExamplePhone {
      protected override isSigned(): boolean {
        return true;
      }
    }
    const verdicts = await judged(() => ({ provider: new Trusting(), vendor: new ExampleVendor() }));
    expect(broken(verdicts)).toEqual([
      'delivery-forged',
      'delivery-other-algorithm',
      'delivery-altered',
      'account-gone',
    ]);
  });

  it('has a wrong phone system for every law', () => {
    expect(new Set(WRONG_PHONES.map(([law]) => law))).toEqual(new Set(LAWS.map(({ name }) => name)));
  });

  it('has a name of its own for every law, says what is promised, and what to do in whole sentences', () => {
    expect(new Set(LAWS.map(({ name }) => name)).size).toBe(LAWS.length);
    for (const { name, promise, remedy } of LAWS) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(promise).toMatch(/^\S.{20,}[^.]$/);
      expect(remedy).toMatch(/^[A-Zo`].{15,}\.$/);
    }
  });

  it('says what is promised, what happened, what to do, and how to repeat it', async () => {
    const [, , make] = WRONG_PHONES.find(([law]) => law === 'window-edges') ?? [];
    const verdicts = await judged(() => ({ provider: make?.() ?? new ExamplePhone(), vendor: new ExampleVendor() }));
    expect(verdicts.get('window-edges')).toMatch(
      /^The law "window-edges" is broken: a window has every call[\s\S]*'12'[\s\S]*What to do: Keep to startedAt >= window\.from[\s\S]*To repeat it: \{ seed: 7 \}$/,
    );
  });

  it('leaves out what the vendor lacks, prints the reason, and leaves out nothing without one', () => {
    const names: string[] = [];
    const runner = { describe: (_name: string, body: () => void) => body(), it: (name: string) => names.push(name) };
    const make = () => ({ provider: new ExamplePhone(), vendor: new ExampleVendor() });

    const printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    describePhoneSystem(runner, make, { without: { webhooks: 'the vendor has none' } });
    expect(printed.mock.calls.flat()).toEqual(['Right Phone is held without webhooks: the vendor has none\n']);
    printed.mockRestore();
    expect(names.filter((name) => name.includes('left out'))).toHaveLength(14);
    expect(names).toContain('delivery-forged: left out, because the vendor has none');
    names.length = 0;
    describePhoneSystem(runner, make, { without: { voicemails: 'it keeps none', subscriptionList: 'it lists none' } });
    expect(names.filter((name) => name.includes('left out'))).toEqual([
      'delivery-out-of-order: left out, because it keeps none',
      'subscription-lost: left out, because it lists none',
    ]);
    expect(() => describePhoneSystem(runner, make, { without: { webhooks: ' ' } })).toThrow(
      'Left out without a reason: webhooks. Say why the vendor lacks it',
    );
  });
});
