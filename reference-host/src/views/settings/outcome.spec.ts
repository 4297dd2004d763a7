import { CONNECT_FAILURES } from '../../../../src/connection/sign-in/return-to.js';
import { failureWords, visitOutcome } from './outcome.js';

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
    const said = CONNECT_FAILURES.map((code) => failureWords(code, 'Dialpad'));
    expect(new Set(said.map(({ happened }) => happened)).size).toBe(CONNECT_FAILURES.length);
    for (const { happened, next } of said) {
      expect(happened).toMatch(/^[A-Z].*\.$/);
      expect(next).toMatch(/^[A-Z].*\.$/);
    }
  });

  it.each([null, 'something_new', 'constructor'])('takes %j for a vendor’s error', (code) => {
    expect(failureWords(code, 'Dialpad')).toEqual(failureWords('vendor_error', 'Dialpad'));
  });
});
