import { aMapping } from '../../../test/support/surface-mapping.js';
import type { SurfaceMapping, SurfaceMappings, SurfacePhoneUser } from '../views/shared/surface.js';
import { mappingRequest, mappingWords, pickerOptions, undoRequests } from './mapping-change.js';

const BASE = '/phone-systems/dialpad';
const line = (externalId: string): SurfacePhoneUser => ({
  externalId,
  displayName: `Line ${externalId}`,
  emails: [],
  numbers: [],
  departed: false,
});

describe('changing a match', () => {
  it('sends a day only where a line passes on from it', () => {
    const choice = { kind: 'phoneUser', externalId: '1', displayName: 'Line 1' } as const;
    expect(mappingRequest(BASE, 'a b', { ...choice, from: null }, 'r1')).toEqual({
      method: 'PUT',
      path: `${BASE}/mappings/a%20b`,
      known: 'r1',
      body: { phoneUserId: '1' },
    });
    expect(mappingRequest(BASE, 'a', { ...choice, from: '2026-11-20' }, 'r1').body).toEqual({
      phoneUserId: '1',
      from: '2026-11-20',
    });
  });

  it('is told in a sentence that no name turns round, with its day as a calendar shows it', () => {
    const choice = { kind: 'phoneUser', externalId: '9', displayName: '\u202e9 eniL', from: '2026-11-20' } as const;
    expect(mappingWords(aMapping('Ann'), choice, 'Dialpad')).toBe(
      'Ann is \u2068\u202e9 eniL\u2069 in Dialpad from Friday, November 20, 2026 on.',
    );
    expect(mappingWords(aMapping('Ann'), { kind: 'none', from: '2026-11-20' }, 'Dialpad')).toBe(
      'Ann has no line in Dialpad from Friday, November 20, 2026 on.',
    );
  });

  it('is undone to what it was: automatic, a choice with its day, and the line of whoever had it', () => {
    const passed = { kind: 'phoneUser', externalId: '9', displayName: 'Line 9', from: '2026-11-20' } as const;
    const automatic = { method: 'DELETE', path: `${BASE}/mappings/ruth`, known: 'r1' };
    const since = (before: SurfaceMapping, revision = 'r1') => ({ before, revision });
    expect(undoRequests(BASE, passed, since(aMapping('ruth')), null)).toEqual([automatic]);
    const chosen = aMapping('ruth', { source: 'manual', phoneUser: line('1'), since: '2026-11-01' });
    const back = { phoneUserId: '1', from: '2026-11-01' };
    expect(undoRequests(BASE, passed, since(chosen), null)).toEqual([
      { method: 'PUT', path: `${BASE}/mappings/ruth`, known: 'r1', body: back },
    ]);
    // For all time it reached over the days before as well: these are given back to automatic matching.
    expect(undoRequests(BASE, { ...passed, from: null }, since(chosen), null)).toEqual([
      automatic,
      { method: 'PUT', path: `${BASE}/mappings/ruth`, known: 'automatic', body: back },
    ]);
    const matched = aMapping('lee', { source: 'auto', phoneUser: line('2') });
    expect(undoRequests(BASE, passed, since(aMapping('ruth')), since(matched))).toEqual([
      automatic,
      { method: 'POST', path: `${BASE}/mappings/auto` },
    ]);
    const byHand = aMapping('lee', { source: 'manual', phoneUser: line('2') });
    expect(undoRequests(BASE, passed, since(aMapping('ruth')), since(byHand, 'r2'))).toEqual([
      automatic,
      { method: 'PUT', path: `${BASE}/mappings/lee`, known: 'r2', body: { phoneUserId: '2' } },
    ]);
  });
});

describe('who can be chosen', () => {
  const answer = {
    items: [aMapping('lee', { source: 'auto', phoneUser: line('2') }), aMapping('sam')],
    unmatchedPhoneUsers: [line('1'), line('3')],
  } as unknown as SurfaceMappings;
  const ruth = aMapping('ruth', { candidates: [{ ...line('3'), on: 'name', takenBy: null }] });

  it('is what fits first, and then the lines that nobody has, each once', () => {
    const options = pickerOptions(ruth, answer, true);
    expect(options.map(({ phoneUser, fits }) => [phoneUser.externalId, fits])).toEqual([
      ['3', 'same name'],
      ['1', null],
    ]);
  });

  it('is everybody whom a search found, with who has the line', () => {
    const options = pickerOptions(ruth, answer, false);
    expect(options.map(({ phoneUser, holder }) => [phoneUser.externalId, holder?.name ?? null])).toEqual([
      ['1', null],
      ['3', null],
      ['2', 'lee'],
    ]);
  });
});
