import { UnsecuredJWT } from 'jose';
import { accountOfIdToken, IdTokenRefused } from './id-token.js';

const NOW = new Date('2026-11-30T12:00:00Z');
const SECONDS = NOW.getTime() / 1_000;
const RIGHT = { aud: 'app', iss: 'https://login.example/t1/v2.0', nonce: 'n', exp: SECONDS + 3_600, tid: 't1' };

describe('the word of a vendor on who signed in', () => {
  const read = (token: string): string =>
    accountOfIdToken(
      token,
      {
        audience: 'app',
        nonce: 'n',
        accountClaim: 'tid',
        issuerOf: (account) => `https://login.example/${account}/v2.0`,
      },
      NOW,
    );
  const told = (changes: object = {}): string => new UnsecuredJWT({ ...RIGHT, ...changes }).encode();

  it('names the account', () => {
    expect(read(told())).toBe('t1');
    expect(read(told({ aud: ['app'] }))).toBe('t1');
    expect(read(told({ exp: SECONDS - 30 }))).toBe('t1');
  });

  it.each<[string, object, string]>([
    ['another application', { aud: 'other' }, 'it is for another application'],
    ['this application among others', { aud: ['app', 'other'] }, 'it is for another application'],
    ['nobody', { aud: undefined }, 'it is for another application'],
    ['another sign-in', { nonce: 'm' }, 'it is of another sign-in'],
    ['no sign-in', { nonce: undefined }, 'it is of another sign-in'],
    ['an hour ago', { exp: SECONDS - 3_600 }, 'it has run out'],
    ['ever', { exp: undefined }, 'it has run out'],
    ['a number for an account', { tid: 7 }, 'it names no account'],
    ['an account that is a path', { tid: 't1/..' }, 'it names no account'],
    ['an account of dots', { tid: '..' }, 'it names no account'],
    ['an account without end', { tid: 't'.repeat(201) }, 'it names no account'],
    ['another issuer', { iss: 'https://evil.example/t1/v2.0' }, 'it is of another issuer'],
    ['another account’s issuer', { tid: 't2' }, 'it is of another issuer'],
  ])('does not count where it is for %s', (_what, changes, reason) => {
    expect(() => read(told(changes))).toThrow(
      new IdTokenRefused(`The phone system’s word on who signed in does not count: ${reason}.`),
    );
  });

  it.each(['', 'a.b.c', 'a.b', '{}', `${Buffer.from('{}').toString('base64url')}.7.`])(
    'does not count where it is none: %j',
    (token) => {
      expect(() => read(token)).toThrow(IdTokenRefused);
    },
  );
});
