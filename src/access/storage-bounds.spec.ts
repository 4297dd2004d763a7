import fc from 'fast-check';
import { aRecord } from '../../test/support/call-records.js';
import type { CallRecord } from '../contract/index.js';
import { boundedCall, boundedPhones, boundedUser, NeverStored, type StorageBounds } from './storage-bounds.js';

const COUNCIL = '+14155550123';
const bounds = (more: Partial<StorageBounds> = {}): StorageBounds => ({
  ...{ counterparties: 'full', never: null, region: 'US' },
  ...more,
});
const never = (calls: 'without-counterparty' | 'none', numbers = ['(415) 555-0123']): NeverStored =>
  new NeverStored({ numbers, calls }, 'US');
const withParty = (number: string | null, name: string | null = null, internal = false): CallRecord =>
  aRecord('c1', { counterparty: { number, name, internal } });

/** Ten digits as people and vendors write them. */
const written = (digits: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `+1${digits}`,
    digits,
    `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`,
    `+1 ${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`,
  );
const numbers = fc.integer({ min: 2_000_000, max: 9_999_999 }).map((last) => `415${last}`);
const calls = numbers.chain((digits) =>
  fc.record({
    digits: fc.constant(digits),
    call: fc
      .record({
        number: fc.oneof(written(digits), fc.constant(null)),
        name: fc.oneof(written(digits), fc.constantFrom('Annette Keller', null)),
        viaNumber: fc.oneof(written(digits), fc.constantFrom('+12125550170', null)),
        labels: fc.array(fc.oneof(written(digits), fc.constantFrom('sales', 'VIP'))),
        internal: fc.boolean(),
      })
      .map(({ number, name, internal, viaNumber, labels }) =>
        aRecord('c1', { counterparty: { number, name, internal }, viaNumber, labels }),
      ),
  }),
);
const digitsIn = (value: unknown): string => JSON.stringify(value).replace(/[^\d"]/g, '');

describe('what of a call may be stored', () => {
  it('is all of it where nobody bounds it', () => {
    const call = withParty(COUNCIL, 'Council');
    expect(boundedCall(call, bounds())).toBe(call);
  });

  it.each([
    ['+14155550111', '+14155550***'],
    ['(415) 555-0111', '+14155550***'],
    ['+49 30 1234567', '+49301234***'],
    ['101', '***'],
    ['23456', '23***'],
    ['sip:ann@acme.example', null],
    ['anonymous', null],
    [null, null],
  ])('of the number %s is %s where it is masked, and no name', (number, stored) => {
    expect(boundedCall(withParty(number, 'Annette Keller', true), bounds({ counterparties: 'masked' }))).toEqual(
      withParty(stored, null, true),
    );
  });

  it('is neither number nor name where there is none', () => {
    expect(boundedCall(withParty('+14155550111', 'Annette', true), bounds({ counterparties: 'none' }))).toEqual(
      withParty(null, null, true),
    );
  });

  it('is nothing of who is never stored, or nothing at all, as the terms say', () => {
    for (const call of [withParty(COUNCIL, 'Council'), withParty('415-555-0123'), withParty(null, '415 555 0123')]) {
      const stored = boundedCall(call, bounds({ never: never('without-counterparty') }));
      expect(stored).toEqual({ ...call, counterparty: { ...call.counterparty, number: null, name: null } });
      expect(boundedCall(call, bounds({ never: never('none') }))).toBeNull();
    }
    expect(boundedCall(aRecord('c1', { viaNumber: COUNCIL }), bounds({ never: never('none') }))).toBeNull();
  });

  it('is all of a call with somebody else, whose name or extension only looks alike', () => {
    const [others, short] = [bounds({ never: never('none') }), bounds({ never: never('none', ['101']) })];
    expect(boundedCall(withParty('+14155550124', 'Council'), others)).toEqual(withParty('+14155550124', 'Council'));
    expect(boundedCall(withParty('+14155550101', 'Room 101'), short)).toEqual(withParty('+14155550101', 'Room 101'));
    expect(boundedCall(withParty('101'), short)).toBeNull();
  });

  it('has no digits of a number that is masked or never stored, in no writing, and all else as it was', () => {
    fc.assert(
      fc.property(
        calls,
        fc.constantFrom('full', 'masked', 'none'),
        fc.constantFrom('without-counterparty', 'none', null),
        ({ digits, call }, counterparties, kept) => {
          const isNever = kept !== null;
          const stored = boundedCall(call, bounds({ counterparties, never: isNever ? never(kept, [digits]) : null }));
          const { counterparty, viaNumber, labels, ...rest } = call;
          const tells = (text: string | null): boolean => (text ?? '').replace(/\D/g, '').endsWith(digits);
          const isWith = [counterparty.number, counterparty.name, viaNumber].some(tells);
          if (isNever && isWith && kept === 'none') return void expect(stored).toBeNull();
          expect(stored).toMatchObject({ ...rest, counterparty: { internal: counterparty.internal } });
          if (isNever || (counterparties !== 'full' && tells(counterparty.number))) {
            expect(digitsIn(stored)).not.toContain(digits);
          }
          if (counterparties !== 'full') expect(stored?.counterparty.name).toBeNull();
          const isOut = (label: string): boolean => (isNever || counterparties !== 'full') && tells(label);
          expect(stored?.labels).toEqual(labels.filter((label) => !isOut(label)));
          if (!tells(viaNumber)) expect(stored?.viaNumber).toBe(viaNumber);
        },
      ),
    );
  });

  it.each([
    '+14155550111',
    'Annette Keller (415) 555-0111',
    'see ticket 7: 415.555.0111, urgent',
    'tel:4155550111',
    '٤١٥٥٥٥٠١١١',
    '４１５５５５０１１１',
    '+49 30 1234567',
  ])('names nobody else’s number either, in a label or a group’s name, where numbers are masked: %s', (text) => {
    const call = aRecord('c1', {
      counterparty: { number: '+14155550199', name: null, internal: false },
      viaNumber: '+12125550170',
      group: { externalId: 'g1', name: `Sales ${text}` },
      labels: ['VIP 2026', text, 'room 101', '24/7'],
    });
    for (const counterparties of ['masked', 'none'] as const) {
      expect(boundedCall(call, bounds({ counterparties }))).toMatchObject({
        viaNumber: '+12125550170',
        group: { externalId: 'g1', name: null },
        labels: ['VIP 2026', 'room 101', '24/7'],
      });
    }
    expect(boundedCall(call, bounds({ never: never('none') }))).toMatchObject({
      labels: call.labels,
      group: call.group,
    });
  });

  it('names no number in free text, however it is written, where numbers are masked', () => {
    const between = fc.constantFrom('', ' ', '-', '.', ') ', ' / ', '\u00a0', '\u202d', '·');
    const spread = numbers.chain((digits) =>
      fc
        .array(between, { minLength: digits.length, maxLength: digits.length })
        .map((gaps) => [digits, [...digits].map((digit, at) => `${gaps[at]}${digit}`).join('')] as const),
    );
    fc.assert(
      fc.property(
        spread,
        fc.constantFrom('', 'Annette ', 'tel:', '(', 'a'),
        fc.constantFrom('', ' b', ')'),
        ([digits, number], before, after) => {
          const call = aRecord('c1', { labels: [`${before}${number}${after}`, 'VIP'] });
          const stored = boundedCall(call, bounds({ counterparties: 'masked' }));
          expect(digitsIn(stored)).not.toContain(digits);
          expect(stored?.labels).toEqual(['VIP']);
        },
      ),
    );
  });

  it('stays as it is when the same bounds are applied again', () => {
    fc.assert(
      fc.property(calls, fc.constantFrom('full', 'masked', 'none'), ({ digits, call }, counterparties) => {
        const same = bounds({ counterparties, never: never('without-counterparty', [digits]) });
        const once = boundedCall(call, same);
        expect(once && boundedCall(once, same)).toEqual(once);
        const masked = boundedCall(call, bounds({ counterparties }));
        expect(masked && boundedCall(masked, bounds({ counterparties }))).toEqual(masked);
      }),
    );
  });

  it('of directories is what has none of the numbers', () => {
    const user = {
      displayName: '415-555-0123',
      numbers: [{ e164: COUNCIL }, { e164: '+14155550124', extension: '12' }],
    };
    expect(boundedUser(user, bounds({ never: never('none') }))).toEqual({
      displayName: 'A number that is not stored',
      numbers: [{ e164: '+14155550124', extension: '12' }],
    });
    expect(boundedPhones(['4155550123', '4155550124'], bounds({ never: never('none') }))).toEqual(['4155550124']);
  });
});
