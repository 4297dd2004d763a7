import { Secret } from '../contract/index.js';
import { grantProblems } from './grant-problems.js';
import { problemsOf } from './problems.js';
import { readProviderClient } from './provider-client.js';
import { FakePhoneSystem } from '../testing/index.js';

const CODE = {
  kind: 'code',
  authorizePath: '/authorize',
  tokenPath: '/token',
  scopes: [{ name: 'calls', why: 'To list calls.' }],
  pkce: true,
  clientAuth: 'body',
};
const KEYS = {
  kind: 'keys',
  idLabel: 'API ID',
  secretLabel: 'API token',
  instructions: 'In Acme Phone, open Company → API keys.',
  keysUrl: 'https://phone.acme.example/keys',
  scopes: [],
};

const CONSENT = {
  kind: 'consent',
  signIn: {
    authorizePath: '/organizations/authorize',
    tokenPath: '/organizations/token',
    scope: 'openid profile',
    accountClaim: 'tid',
    issuerPath: '/{account}/v2.0',
  },
  consent: { path: '/{account}/adminconsent', accountParam: 'tenant' },
  tokenPath: '/{account}/token',
  tokenScope: 'https://api.acme.example/.default',
  scopes: [],
};

describe('what is wrong with a grant', () => {
  it.each([CODE, CONSENT, KEYS])('is nothing where it is right: $kind', (grant) => {
    expect(grantProblems(grant, undefined)).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'of no kind',
      { ...CODE, kind: 'password' },
      'has the grant.kind "password": write one of "code", "consent", "keys"',
    ],
    ['of a kind that every object has', { ...CODE, kind: 'constructor' }, 'has the grant.kind "constructor": write'],
    [
      'with a path to another host',
      { ...CODE, tokenPath: '//evil.example' },
      'has the grant.tokenPath "//evil.example"',
    ],
    ['with a path that browsers read so', { ...CODE, authorizePath: '/\\evil' }, 'has the grant.authorizePath'],
    [
      'of a consent whose tokens are nobody’s',
      { ...CONSENT, tokenPath: '/common/token' },
      'has the grant.tokenPath "/common/token": write {account}',
    ],
    [
      'of a consent at another host',
      { ...CONSENT, consent: { ...CONSENT.consent, path: '//{account}.evil.example' } },
      'has the grant.consent.path "//{account}.evil.example": write a path',
    ],
    [
      'of a consent that believes any issuer',
      { ...CONSENT, signIn: { ...CONSENT.signIn, issuerPath: '/v2.0' } },
      'has the grant.signIn.issuerPath "/v2.0": write {account}',
    ],
    [
      'of a consent without a proof of who signs in',
      { ...CONSENT, signIn: { ...CONSENT.signIn, scope: 'profile' } },
      'has the grant.signIn.scope "profile": write "openid"',
    ],
    [
      'of a consent without a claim',
      { ...CONSENT, signIn: { ...CONSENT.signIn, accountClaim: '' } },
      'has no grant.signIn.accountClaim: write',
    ],
    [
      'of a consent without a word for the account',
      { ...CONSENT, consent: { path: '/{account}/adminconsent' } },
      'has no grant.consent.accountParam: write',
    ],
    ['of a consent for nothing', { ...CONSENT, tokenScope: undefined }, 'has no grant.tokenScope: write'],
    ['of keys without a word for the first', { ...KEYS, idLabel: ' ' }, 'has no grant.idLabel: write what the vendor'],
    ['of keys without a word for the second', { ...KEYS, secretLabel: undefined }, 'has no grant.secretLabel: write'],
    ['of keys that nobody can make', { ...KEYS, instructions: '' }, 'has no grant.instructions: write how'],
    [
      'of keys made nowhere',
      { ...KEYS, keysUrl: 'javascript:alert(1)' },
      'has the grant.keysUrl "javascript:alert(1)"',
    ],
    ['of keys without scopes', { ...KEYS, scopes: undefined }, 'has no grant.scopes'],
  ])('is said of one %s', (_what, grant, sentence) => {
    expect(grantProblems(grant, undefined)).toEqual([expect.stringContaining(sentence)]);
  });
});

describe('the client of a phone system with keys', () => {
  const descriptor = { ...new FakePhoneSystem().descriptor, key: 'acme-phone', grant: KEYS as never };
  const judged = (client: object) =>
    problemsOf([
      {
        className: 'AcmePhone',
        moduleName: 'AcmeModule',
        perRequest: false,
        ofAnotherCopy: false,
        provider: Object.assign(new FakePhoneSystem(), { descriptor, client }),
      },
    ]);

  it('is its origins alone, without any setting, and no id and secret of this host are read', () => {
    const asked: string[] = [];
    const { client, problems } = readProviderClient(descriptor, (name) => void asked.push(name));
    expect({ client, problems }).toEqual({
      client: {
        baseUrl: 'https://phone.example',
        authorizeUrl: 'https://phone.example',
        tokenUrl: 'https://phone.example',
      },
      problems: [],
    });
    expect(asked).toEqual(['ACME_PHONE_BASE_URL']);
    expect(judged(client ?? {})).toEqual([]);
  });

  it('needs an id and a secret where the grant is another', () => {
    const provider = Object.assign(new FakePhoneSystem(), { client: { baseUrl: 'https://phone.example' } });
    const found = { className: 'AcmePhone', moduleName: 'AcmeModule', perRequest: false, ofAnotherCopy: false };
    expect(problemsOf([{ ...found, provider }])).toEqual([expect.stringContaining('has no client: write null')]);
    const whole = { baseUrl: 'https://phone.example', clientId: 'id', clientSecret: new Secret('secret') };
    expect(problemsOf([{ ...found, provider: Object.assign(provider, { client: whole }) }])).toEqual([]);
  });
});
