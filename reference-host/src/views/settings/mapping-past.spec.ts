import { aMapping } from '../../../../test/support/surface-mapping.js';
import type { SurfaceMapping } from '../shared/surface.js';
import { canBeGivenBack, hasPast, isUndoable, pastWords } from './mapping-past.js';
import type { MappingChoice } from './model.js';

const TODAY = '2026-11-20';
const line = { externalId: '1', displayName: 'Line 1', emails: [], numbers: [], departed: false };
const mapping = (more: Partial<SurfaceMapping> = {}): SurfaceMapping =>
  aMapping('ann', { employee: { id: 'ann', name: 'Ann Lee', emails: [], phones: [] }, ...more });
const matched = mapping({ source: 'auto', phoneUser: line });
const planned = mapping({ ...matched, planned: { phoneUser: null, from: '2026-12-05' } });
const twice = mapping({ ...planned, plannedLater: [{ phoneUser: line, from: '2027-01-04' }] });
const passedOn = mapping({ earlier: true });
const none = (from: string | null): MappingChoice => ({ kind: 'none', from });
const other = (from: string | null): MappingChoice => ({ kind: 'phoneUser', externalId: '2', displayName: '2', from });

describe('what a choice does to the past', () => {
  it('is asked wherever anything was there before, is now, or is planned', () => {
    expect([mapping(), matched, passedOn, planned, mapping({ source: 'manual' })].map(hasPast)).toEqual([
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  it.each([
    [matched, none(TODAY), null, 'Days before Friday, November 20, 2026 stay as they are, with their scores.'],
    [matched, other('2026-12-01'), null, 'Until Tuesday, December 1, 2026 everything stays as it is.'],
    [matched, none(null), null, 'This holds for the past as well: no call counts for Ann Lee on any day.'],
    [
      passedOn,
      other(null),
      null,
      'This holds for the past as well: what Ann Lee was matched to before is taken away, and the calls of this line count on all days. This page cannot undo it.',
    ],
    [
      mapping({ source: 'manual', phoneUser: line, since: '2026-06-01', earlier: true }),
      { kind: 'automatic' } as const,
      null,
      'All that was chosen by hand for Ann Lee is taken back, for the past as well: automatic matching decides about those days. This page cannot undo it.',
    ],
    [
      planned,
      other(TODAY),
      'Lee Park',
      'Days before Friday, November 20, 2026 stay as they are, with their scores. Lee Park keeps the line’s days before. What was planned from Saturday, December 5, 2026 on is dropped. This page cannot undo it.',
    ],
    [
      twice,
      other('2026-12-10'),
      null,
      'Until Thursday, December 10, 2026 everything stays as it is. What was planned from Monday, January 4, 2027 on is dropped. This page cannot undo it.',
    ],
    [mapping(), other(null), null, ''],
  ])('is told in sentences that are true before and after (%#)', (before, choice, holder, words) => {
    expect(pastWords(before, choice, holder, TODAY)).toBe(words);
  });

  it('can be undone only where choosing again what held brings all of it back', () => {
    const byHand = mapping({ source: 'manual', phoneUser: line, since: '2026-06-01', earlier: true });
    expect(isUndoable(matched, other(null), TODAY)).toBe(true);
    expect(isUndoable(byHand, other(TODAY), TODAY)).toBe(true);
    expect(isUndoable(byHand, other('2026-05-31'), TODAY)).toBe(false);
    expect(isUndoable(byHand, other(null), TODAY)).toBe(false);
    // Taking the choice back would take earlier ones back as well.
    expect(isUndoable(passedOn, other(TODAY), TODAY)).toBe(false);
    // Nor would what was planned come back, for them or for whoever gets their line.
    expect(isUndoable(planned, other('2026-12-06'), TODAY)).toBe(false);
    const passing = { until: '2026-12-05', successor: { id: 'sam', name: 'Sam Ortiz' } };
    expect(isUndoable(mapping({ ...byHand, ...passing }), other(TODAY), TODAY)).toBe(false);
    expect(isUndoable(mapping({ ...matched, ...passing }), other(TODAY), TODAY)).toBe(true);
    const holders = [matched, byHand, planned, mapping({ ...matched, ...passing })];
    expect(holders.map((holder) => canBeGivenBack(holder, other(TODAY), TODAY))).toEqual([true, true, false, false]);
  });
});
