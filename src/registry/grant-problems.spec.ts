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

describe('what is wrong with a grant', () => {
  it.each([CODE, KEYS])('is nothing where it is right: $kind', (grant) => {
    expect(grantProblems(grant, undefined)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['of no kind', { ...CODE, kind: 'password' }, 'has the grant.kind "password": write one of "code", "keys"'],
    ['of a kind that every object has', { ...CODE, kind: 'constructor' }, 'has the grant.kind "constructor": write'],
    [
      'with a path to another host',
      { ...CODE, tokenPath: '//evil.example' },
      'has the grant.tokenPath "//evil.example"',
    ],
    ['with a path that browsers read so', { ...CODE, authorizePath: '/\\evil' }, 'has the grant.authorizePath'],
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
