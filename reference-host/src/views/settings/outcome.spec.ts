import { failureWords, visitOutcome } from './outcome.js';

const CODES = [
  'access_denied',
  'state_unknown',
  'state_expired',
  'wrong_domain',
  'not_an_admin',
  'scope_missing',
  'no_licence',
  'already_connected',
  'account_in_use',
  'other_account',
  'consent_missing',
  'vendor_error',
];

describe('how a visit to the vendor ended', () => {
  it('is read from the address', () => {
    const read = (query: string) => visitOutcome(new URLSearchParams(query));
    expect(read('phoneSystem=dialpad&outcome=failed&code=no_licence')).toEqual({
      systemKey: 'dialpad',
      outcome: 'failed',
      code: 'no_licence',
    });
    expect(read('phoneSystem=dialpad&outcome=connected')?.outcome).toBe('connected');
    expect(read('phoneSystem=dialpad&outcome=perhaps')).toBeNull();
    expect(read('')).toBeNull();
  });

  it('has a sentence and a next step of its own for every code', () => {
    const said = CODES.map((code) => failureWords(code, 'Dialpad'));
    expect(new Set(said.map(({ happened }) => happened)).size).toBe(CODES.length);
    for (const { happened, next } of said) {
      expect(happened).toMatch(/^[A-Z].*\.$/);
      expect(next).toMatch(/^[A-Z].*\.$/);
    }
  });

  it.each([null, 'something_new', 'constructor'])('takes %j for a vendor’s error', (code) => {
    expect(failureWords(code, 'Dialpad')).toEqual(failureWords('vendor_error', 'Dialpad'));
  });
});
