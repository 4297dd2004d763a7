import fc from 'fast-check';
import { failureOf, failureWithin, jsonOf } from './classify-answer.js';

const now = new Date('2026-11-22T12:00:00Z');
const answer = (status: number, headers: Record<string, string> = {}, text = '') => ({
  status,
  headers: new Headers(headers),
  text,
});
const kindOf = (status: number) => failureOf(answer(status), now)?.failure.kind ?? null;

describe('what a status means', () => {
  it.each([
    [200, null],
    [204, null],
    [302, 'misconfigured'],
    [307, 'misconfigured'],
    [400, 'unreadable'],
    [401, 'reconnect'],
    [403, 'forbidden'],
    [404, 'gone'],
    [408, 'tryLater'],
    [409, 'unreadable'],
    [410, 'gone'],
    [425, 'tryLater'],
    [429, 'slowDown'],
    [500, 'tryLater'],
    [502, 'tryLater'],
    [503, 'tryLater'],
    [599, 'tryLater'],
  ])('%i is %s', (status, kind) => {
    expect(kindOf(status)).toBe(kind);
  });

  it.each([400, 403, 404, 410])(
    '%i passes by itself where it is a proxy’s page, and not where it is JSON',
    (status) => {
      const said = (text: string) => failureOf(answer(status, {}, text), now)?.failure.kind;
      expect(said(' <!DOCTYPE html><title>Blocked</title>')).toBe('tryLater');
      expect(said('{"error":{"code":403,"message":"<no>"}}')).toBe(kindOf(status));
    },
  );

  it('is a success only from 200 to 299, and names a status that fits nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 999 }), (status) => {
        expect(failureOf(answer(status), now)).not.toBeNull();
      }),
    );
    expect(failureOf(answer(400), now)?.failure).toEqual({ kind: 'unreadable', where: 'status 400' });
  });
});

describe('when a vendor says to come back', () => {
  const untilOf = (value?: string): Date | undefined => {
    const failure = failureOf(answer(429, value === undefined ? {} : { 'retry-after': value }), now)?.failure;
    return failure?.kind === 'slowDown' ? failure.until : undefined;
  };

  it.each([
    ['30', '2026-11-22T12:00:30Z'],
    [' 0 ', '2026-11-22T12:00:00Z'],
    ['45.2', '2026-11-22T12:00:46Z'],
    ['12.5', '2026-11-22T12:00:13Z'],
    ['0.001', '2026-11-22T12:00:01Z'],
    ['2026', '2026-11-22T12:33:46Z'],
    ['Sun, 22 Nov 2026 12:05:00 GMT', '2026-11-22T12:05:00Z'],
    ['Sunday, 22-Nov-26 12:05:00 GMT', '2026-11-22T12:05:00Z'],
    ['Sun Nov 22 12:05:00 2026', '2026-11-22T12:05:00Z'],
    ['2026-11-22T12:05:00Z', '2026-11-22T12:05:00Z'],
  ])('%j is read', (value, until) => {
    expect(untilOf(value)).toEqual(new Date(until));
  });

  it('is believed of a 503 too, which says nothing else of when it is over', () => {
    const failure = (value: string) => failureOf(answer(503, { 'retry-after': value }), now)?.failure;
    expect(failure('30')).toEqual({ kind: 'slowDown', until: new Date('2026-11-22T12:00:30Z') });
    expect(failure('soon')).toEqual({ kind: 'tryLater' });
  });

  it('is by the clock of whoever says it, where that tells the time', () => {
    const failure = failureOf(
      answer(429, { 'retry-after': 'Sun, 22 Nov 2026 11:01:00 GMT', date: 'Sun, 22 Nov 2026 11:00:00 GMT' }),
      now,
    )?.failure;
    expect(failure).toEqual({ kind: 'slowDown', until: new Date('2026-11-22T12:01:00Z') });
  });

  it.each(
    [
      undefined,
      '',
      'soon',
      '99999999999999999999',
      '9'.repeat(400),
      '-5',
      '1e3',
      '+5',
      '5s',
      'Nov 2026',
      '12:30',
      '1/2',
    ].map((value) => [value]),
  )('%j says nothing that can be kept to', (value) => {
    expect(untilOf(value)).toBeUndefined();
  });

  it('is no later than a day from now: a vendor whose clock is wrong does not end the fetching', () => {
    const nextDay = new Date('2026-11-23T12:00:00Z');
    expect(untilOf('31536000')).toEqual(nextDay);
    expect(untilOf('Wed, 22 Nov 2062 12:05:00 GMT')).toEqual(nextDay);
  });

  it('is an instant or nothing, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.bigInt({ min: 0n }).map(String), fc.stringMatching(/^[ -~]{0,40}$/)), (value) => {
        expect(untilOf(value)?.getTime()).not.toBeNaN();
      }),
    );
  });
});

describe('the seconds that a vendor says', () => {
  it('are waited for to the full, rounded up to whole ones, and no longer than a day', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200_000 }), fc.stringMatching(/^\d{0,12}$/), (whole, fraction) => {
        const value = fraction === '' ? String(whole) : `${whole}.${fraction}`;
        const failure = failureOf(answer(429, { 'retry-after': value }), now)?.failure;
        const seconds = whole + (/[1-9]/.test(fraction) ? 1 : 0);
        expect(failure).toEqual({
          kind: 'slowDown',
          until: new Date(now.getTime() + Math.min(seconds, 86_400) * 1_000),
        });
      }),
    );
  });

  it('and nothing else than seconds or a date make anybody silent for longer than is usual', () => {
    const notSeconds = fc.stringMatching(/^[ -~]{0,30}$/).filter((text) => !/^\d+(\.\d+)?$/.test(text.trim()));
    fc.assert(
      fc.property(notSeconds, (value) => {
        const failure = failureOf(answer(429, { 'retry-after': value }), now)?.failure;
        expect(failure).toEqual({ kind: 'slowDown', until: undefined });
      }),
    );
  });
});

describe('an error under a status of success', () => {
  const within = (json: unknown, headers = {}) =>
    failureWithin(json, { headers: new Headers(headers), text: JSON.stringify(json) }, now)?.failure ?? null;

  it.each([400, 401, 403, 404, 410, 429, 500, 503])('is what the status that it tells would be: %i', (status) => {
    const meant = failureOf(answer(status), now)?.failure;
    expect(within({ error: { code: status, message: 'No.' } })).toEqual(meant);
    expect(within({ items: null, error: { code: String(status) } })).toEqual(meant);
    expect(within({ items: [], error: { status } })).toEqual(meant);
    expect(within({ error: 'no', code: status })).toEqual(meant);
  });

  it('is until the vendor says, where it says so', () => {
    expect(within({ error: { code: 429 } }, { 'retry-after': '30' })).toEqual({
      kind: 'slowDown',
      until: new Date('2026-11-22T12:00:30Z'),
    });
  });

  it.each([{ error: {} }, { error: 'backend' }, { error: { code: 200 } }, { error: { code: 'backendError' } }])(
    'passes by itself where it tells none: %j',
    (json) => {
      expect(within(json)).toEqual({ kind: 'tryLater' });
    },
  );

  it.each([
    [{}],
    [{ items: null, cursor: null }],
    [{ items: [], error: null }],
    [{ items: [], error: '' }],
    [{ id: 1, error: false }],
    [{ items: [{ id: 1 }], error: { code: 500 } }],
    [[{ error: {} }]],
    [null],
    ['error'],
  ])('is not what %j is', (json) => {
    expect(within(json)).toBeNull();
  });
});

describe('the JSON of an answer', () => {
  it('keeps wide integers digit for digit', () => {
    expect(jsonOf({ text: '{"id": 9007199254740993}' })).toEqual({ id: '9007199254740993' });
  });

  it.each([['<html>Bad gateway</html>'], ['{"items": [{"id": 1'], [''], ['  \n'], ['\u0000']])(
    'that is none (%j) passes by itself',
    (text) => {
      expect(() => jsonOf({ text })).toThrow(expect.objectContaining({ failure: { kind: 'tryLater' } }));
    },
  );
});
