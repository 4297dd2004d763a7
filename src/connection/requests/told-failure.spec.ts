import type { ProviderFailure, Refusal } from '../../contract/index.js';
import { toldFailure } from './told-failure.js';

const now = new Date('2026-11-22T12:00:00Z');
const asked = { from: 'api', path: '/calls', query: { token: 'a' } } as const;

describe('what a refusal means to the provider', () => {
  const shown: Refusal[] = [];
  const saying = (failure: ProviderFailure | null) => ({
    failureOf: (refusal: Refusal): ProviderFailure | null => {
      shown.push(refusal);
      return failure;
    },
  });
  const answer = (status: number, text = '{"code":300}', headers = {}) => ({
    status,
    text,
    headers: new Headers(headers),
  });
  const gone = { kind: 'gone' } as const;

  beforeEach(() => void shown.splice(0));

  it('holds over its status, and is shown the status, the headers and the JSON with wide integers as text', () => {
    const told = toldFailure(
      saying(gone),
      asked,
      answer(400, '{"code":300,"id":9007199254740993}', { 'X-Reset': '7' }),
      now,
    );
    expect(told?.failure).toEqual(gone);
    expect(told?.message).toBe('The phone system does not know this (any more) (status 400).');
    expect(shown).toEqual([
      { ...asked, status: 400, headers: { 'x-reset': '7' }, json: { code: 300, id: '9007199254740993' } },
    ]);
  });

  it('is nothing where the provider says nothing, or cannot read refusals', () => {
    expect(toldFailure(saying(null), asked, answer(403), now)).toBeNull();
    expect(toldFailure({}, asked, answer(403), now)).toBeNull();
    expect(shown).toHaveLength(1);
  });

  it.each([200, 204, 302])('is not asked about an answer that refuses nothing (%i)', (status) => {
    expect(toldFailure(saying(gone), asked, answer(status), now)).toBeNull();
    expect(shown).toEqual([]);
  });

  it('is not asked about the page of a proxy, and is told of no JSON where there is none', () => {
    expect(toldFailure(saying(gone), asked, answer(403, ' <html>'), now)).toBeNull();
    toldFailure(saying(gone), asked, answer(500, 'out of order'), now);
    expect(shown).toEqual([expect.objectContaining({ json: undefined })]);
  });
});
