import fc from 'fast-check';
import { ProviderError, type ProviderFailure } from '../../contract/index.js';
import { readTokenAnswer } from './token-answer.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const YEAR_MS = 365 * 86_400_000;

const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readTokenAnswer(
    { status, headers: new Headers(headers), text: typeof body === 'string' ? body : JSON.stringify(body) },
    NOW,
  );
const failureOf = (status: number, body: unknown, headers?: Record<string, string>): ProviderFailure | null => {
  try {
    read(status, body, headers);
    return null;
  } catch (error) {
    if (error instanceof ProviderError) return error.failure;
    throw error;
  }
};

describe('what a token endpoint answers', () => {
  it.each([200, 400, 401, 403])('says with `invalid_grant` that the grant is dead (%i)', (status) => {
    expect(failureOf(status, { error: 'invalid_grant' })).toEqual({ kind: 'reconnect', reason: 'refused' });
    expect(
      failureOf(status, { error_description: '{"error":"invalid_client"}', error: 'invalid_grant' }),
    ).toMatchObject({ kind: 'reconnect' });
  });

  it.each(['invalid_client', 'unauthorized_client', 'unsupported_grant_type', 'invalid_scope'])(
    'blames the operator’s settings with `%s`, not the grant',
    (error) => {
      for (const status of [400, 401]) expect(failureOf(status, { error })).toMatchObject({ kind: 'misconfigured' });
    },
  );

  it.each<[string, unknown]>([
    ['nothing', ''],
    ['a page', '<html>Forbidden</html>'],
    ['what broke off', '{"error": "invalid_gr'],
    ['a text about `invalid_grant`', 'error: invalid_grant'],
    ['JSON that quotes it', { message: '{"error":"invalid_grant"}' }],
    ['the API’s own error', { error: { code: 403, message: 'invalid_grant' } }],
    ['the API’s own error with a code of OAuth', { error: { code: 'invalid_grant' } }],
    ['another code', { error: 'invalid_request' }],
    ['a code that is of the moment', { error: 'temporarily_unavailable' }],
    ['a list', ['invalid_grant']],
    ['null', 'null'],
    ['a name of every object', { error: 'constructor' }],
  ])('passes by itself with %s, whatever its status', (_what, body) => {
    for (const status of [200, 400, 401, 403, 404, 405, 408, 410, 429, 500, 502, 503]) {
      const kind = failureOf(status, body)?.kind;
      expect([status, kind]).toEqual([status, status === 429 ? 'slowDown' : 'tryLater']);
    }
  });

  it('keeps to when the vendor says to come back, and to a status that says who is out of order', () => {
    expect(failureOf(429, {}, { 'retry-after': '12.5' })).toEqual({
      kind: 'slowDown',
      until: new Date('2026-11-22T12:00:13Z'),
    });
    expect(failureOf(500, { error: 'invalid_grant' })).toEqual({ kind: 'tryLater' });
    expect(failureOf(302, '')).toMatchObject({ kind: 'misconfigured' });
  });

  it('never ends a connection, whatever it is, unless it is an object whose error is `invalid_grant`', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.json(), (status, body) => {
        expect(failureOf(status, body)?.kind).not.toBe('reconnect');
      }),
    );
  });
});

describe('how long a token is used', () => {
  const expiryOf = (expiresIn: string): Date | null =>
    read(200, `{"access_token":"a","expires_in":${expiresIn}}`).expiresAt;

  it('is a little less than the vendor says', () => {
    expect(expiryOf('3600')).toEqual(new Date(NOW.getTime() + 3_240_000));
    expect(expiryOf('"3600"')).toEqual(new Date(NOW.getTime() + 3_240_000));
  });

  it.each(['0', '-1', '-1e400', '"soon"', '""', '"NaN"', 'null', 'true', '[3600]', '{}'])(
    'is not known where it says %s',
    (expiresIn) => {
      expect(expiryOf(expiresIn)).toBeNull();
    },
  );

  it.each(['1e18', '1e400', '"1e400"', '"Infinity"', '99999999999999999999'])(
    'is no longer than a year where it says %s',
    (expiresIn) => {
      expect(expiryOf(expiresIn)?.getTime()).toBeLessThanOrEqual(NOW.getTime() + YEAR_MS);
    },
  );

  it('ends at an instant within a year, or is not known, and the pair is read whatever stands beside it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (expiresIn, more) => {
        const { access, refresh, expiresAt } = read(200, {
          ...more,
          access_token: 'a',
          refresh_token: 'r',
          expires_in: expiresIn,
        });
        expect([access.reveal(), refresh?.reveal()]).toEqual(['a', 'r']);
        if (expiresAt !== null) {
          expect(expiresAt.getTime()).toBeGreaterThanOrEqual(NOW.getTime());
          expect(expiresAt.getTime()).toBeLessThanOrEqual(NOW.getTime() + YEAR_MS);
        }
      }),
    );
  });
});
