import fc from 'fast-check';
import { type ConnectFailure, readReturnTo, withOutcome } from './return-to.js';

const HOST = 'https://app.example';

/** Where a browser that is on the host's page would go. */
const followed = (location: string): URL => new URL(location, `${HOST}/api/phone-systems/dialpad/callback`);

describe('the place to come back to', () => {
  it.each([
    ['/'],
    ['/settings/products/phone-system'],
    ['/settings?tab=phone&next=https%3A%2F%2Felsewhere.example'],
    ['/employees/e%201/days/2026-11-22'],
    ['/employees/a%2Fb%3Fc/days/2026-11-22'],
    ['/notes/100%25'],
    ['/settings?note=a%0Ab'],
  ])('is a path of this host: %s', (path) => {
    expect(readReturnTo(path)).toBe(path);
  });

  it.each([
    [''],
    ['settings'],
    ['//evil.example'],
    ['///evil.example'],
    ['/\\evil.example'],
    ['\\\\evil.example'],
    ['/%2Fevil.example'],
    ['/%2fevil.example/x'],
    ['/%5Cevil.example'],
    ['%2F%2Fevil.example'],
    ['/./ /evil.example'],
    ['/.//evil.example'],
    ['/a/..//evil.example'],
    ['/%2e//evil.example'],
    ['/%2e%2e//evil.example'],
    ['/.%2f/evil.example'],
    ['/.%5c/evil.example'],
    ['/%2e%2e%2f%2fevil.example'],
    ['/a/..%2f..%2f/evil.example'],
    ['/%09/evil.example'],
    ['/%0d%0aSet-Cookie:%20a=b'],
    ['/settings%00'],
    ['/%255c%255cevil.example'],
    ['/%252f/evil.example'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['\t//evil.example'],
    [' //evil.example'],
    ['/settings\r\nSet-Cookie: a=b'],
    ['/settings\u0000'],
    ['/settings\u0085'],
    ['/settings\u2028'],
    ['/%'],
    ['https://evil.example'],
    ['https:/evil.example'],
    ['http:evil.example'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['//evil.example\\@app.example'],
    [`/${'a'.repeat(2_000)}`],
  ])('is not %j', (text) => {
    expect(readReturnTo(text)).toBeNull();
  });

  it('never leads off this host, whatever it is made of, and is read again as it is', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '%2f',
      '%5c',
      '.',
      '%2e',
      '..',
      '?',
      '#',
      '@',
      ':',
      'evil.example',
      ' ',
      '\t',
      '\r',
      '%',
      '%09',
      'a',
      'https:',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((rest) => `/${rest}`),
        ),
        (returnTo) => {
          const path = readReturnTo(returnTo);
          if (path === null) return;
          expect(path).toMatch(/^\/(?![/\\])[!-~]*$/);
          expect(followed(path).origin).toBe(HOST);
          expect(readReturnTo(path)).toBe(path);
          expect(followed(withOutcome(path, 'dialpad', 'connected')).origin).toBe(HOST);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe('the outcome in it', () => {
  it('is put beside what the place already says', () => {
    expect(withOutcome('/settings?tab=phone', 'dialpad', 'connected')).toBe(
      '/settings?tab=phone&phoneSystem=dialpad&outcome=connected',
    );
    const failure: ConnectFailure = 'wrong_domain';
    expect(withOutcome('/settings', 'dialpad', failure)).toBe(
      '/settings?phoneSystem=dialpad&outcome=failed&code=wrong_domain',
    );
  });

  it('replaces the one of an earlier attempt', () => {
    const failed = withOutcome('/settings', 'dialpad', 'access_denied');
    expect(withOutcome(failed, 'dialpad', 'connected')).toBe('/settings?phoneSystem=dialpad&outcome=connected');
  });
});
