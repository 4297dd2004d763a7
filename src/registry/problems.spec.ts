import type { PhoneSystemProvider, ProviderDescriptor } from '../contract/index.js';
import manifest from '../../plugin.manifest.json' with { type: 'json' };
import { Secret } from '../contract/index.js';
import { type FoundProvider, problemsOf } from './problems.js';

const descriptor: ProviderDescriptor = {
  key: 'acme-phone',
  displayName: 'Acme Phone',
  limitations: [],
  docsUrl: 'https://phone.acme.example',
  environments: { production: { label: 'Production', baseUrl: 'https://phone.acme.example' } },
  grant: {
    kind: 'code',
    authorizePath: '/authorize',
    tokenPath: '/token',
    scopes: [{ name: 'calls', why: 'To list calls.' }],
    pkce: true,
    clientAuth: 'body',
  },
  listing: { settleMs: 0 },
  budgets: { calls: { requests: 10, perMs: 1_000 } },
};

const nothing = (): never => {
  throw new Error('not asked for in this test');
};

const sound: Partial<PhoneSystemProvider> = {
  descriptor,
  client: null,
  identify: nothing,
  listUsers: nothing,
  listCalls: nothing,
};

const found = (provider: Partial<PhoneSystemProvider>, className = 'AcmePhone'): FoundProvider => ({
  className,
  moduleName: 'AcmeModule',
  perRequest: false,
  ofAnotherCopy: false,
  provider,
});

const described = (changes: Partial<ProviderDescriptor>): FoundProvider =>
  found({ ...sound, descriptor: { ...descriptor, ...changes } });

describe('problemsOf', () => {
  it('finds nothing wrong with a provider that keeps the contract', () => {
    expect(problemsOf([found(sound)])).toEqual([]);
  });

  it('lets no phone system have a key that stands in an address of the package', () => {
    const words = new Set(
      manifest.routes.map(({ path }) => path.split('/')[2]).filter((word) => word !== undefined && word !== ':key'),
    );
    expect(words.size).toBeGreaterThan(4);
    for (const key of words) {
      expect(problemsOf([described({ key: key as string })])).toEqual([
        `AcmePhone (in AcmeModule) has the key "${key}", which is a part of other addresses: choose another.`,
      ]);
    }
  });

  it.each(['identify', 'listUsers', 'listCalls'] as const)(
    'names class, module and method where %s is missing',
    (name) => {
      const { [name]: _left, ...rest } = sound;
      expect(problemsOf([found(rest)])).toEqual([
        `AcmePhone (in AcmeModule) has no method ${name}(): write it, as PhoneSystemProvider describes.`,
      ]);
    },
  );

  it('says what to give where the descriptor is missing', () => {
    const { descriptor: _left, ...rest } = sound;
    expect(problemsOf([found(rest)])).toEqual([
      expect.stringMatching(/^AcmePhone \(in AcmeModule\) has no descriptor: give/),
    ]);
  });

  it.each(['Acme', 'acme phone', '1acme', '-acme', 'acme_phone', ''])('refuses the key "%s"', (key) => {
    expect(problemsOf([described({ key })])).toEqual([
      expect.stringContaining(`has the key "${key}": write lower-case`),
    ]);
  });

  it.each(['audit', 'calls', 'employees', 'rules'])('refuses the key "%s", which other addresses use', (key) => {
    expect(problemsOf([described({ key })])).toEqual([
      expect.stringContaining(`has the key "${key}", which is a part`),
    ]);
  });

  it('refuses two providers with one key, naming both', () => {
    expect(problemsOf([found(sound), found(sound, 'OtherPhone')])).toEqual([
      expect.stringMatching(
        /^AcmePhone \(in AcmeModule\) and OtherPhone \(in AcmeModule\) share the key "acme-phone": give/,
      ),
    ]);
  });

  it('refuses a scope without a reason', () => {
    const grant = { ...descriptor.grant, scopes: [{ name: 'calls', why: ' ' }] };
    expect(problemsOf([described({ grant })])).toEqual([expect.stringContaining('scope "calls" without a reason')]);
  });

  it.each([
    { requests: 0, perMs: 1_000 },
    { requests: 1, perMs: 0 },
    { requests: Number.NaN, perMs: 1_000 },
  ])('refuses a budget of $requests in $perMs ms', (calls) => {
    expect(problemsOf([described({ budgets: { calls } })])).toEqual([
      expect.stringContaining('budget "calls" of nothing'),
    ]);
  });

  it.each([
    [{ requests: 2.5, perMs: 1_000 }, 'has the budget "calls" of 2.5 requests: write a whole number'],
    [{ requests: 9, perMs: 1_000, pool: false }, 'has the budget "calls" with the pool false: write true where'],
    [{ requests: 9, perMs: 1_000, pool: 'daily' }, 'has the budget "calls" with the pool "daily": write true where'],
  ])('refuses the budget %j', (calls, sentence) => {
    const budgets = { calls } as unknown as ProviderDescriptor['budgets'];
    expect(problemsOf([described({ budgets })])).toEqual([expect.stringContaining(sentence)]);
  });

  it('takes a pool', () => {
    expect(problemsOf([described({ budgets: { day: { requests: 30_000, perMs: 86_400_000, pool: true } } })])).toEqual(
      [],
    );
  });

  it('refuses an environment that is no https origin', () => {
    const environments = { production: { label: 'Production', baseUrl: 'http://phone.acme.example' } };
    expect(problemsOf([described({ environments })])).toEqual([expect.stringContaining('write an https origin')]);
  });

  it('refuses sign-in and tokens at an address that is no https origin, and takes one of their own', () => {
    const at = (origins: object) =>
      problemsOf([
        described({
          environments: { production: { label: 'Production', baseUrl: 'https://api.acme.example', ...origins } },
        }),
      ]);
    expect(at({ authorizeUrl: 'https://acme.example', tokenUrl: 'https://login.acme.example' })).toEqual([]);
    expect(at({ authorizeUrl: 'http://acme.example', tokenUrl: 'https://acme.example/token' })).toEqual([
      expect.stringContaining('has the authorizeUrl "http://acme.example" in its environment "production"'),
      expect.stringContaining('has the tokenUrl "https://acme.example/token" in its environment "production"'),
    ]);
    for (const url of [null, '', 7]) expect(at({ authorizeUrl: url })).toHaveLength(1);
  });

  it('refuses a client whose base URL has a path, and takes one on loopback', () => {
    const client = (baseUrl: string) => ({ clientId: 'id', clientSecret: new Secret('secret'), baseUrl });
    expect(problemsOf([found({ ...sound, client: client('https://phone.acme.example/v2') })])).toHaveLength(1);
    expect(problemsOf([found({ ...sound, client: client('http://127.0.0.1:4010') })])).toEqual([]);
  });

  it('refuses webhooks that cannot be undone', () => {
    const webhooks = { subscribe: nothing, open: nothing } as unknown as PhoneSystemProvider['webhooks'];
    expect(problemsOf([found({ ...sound, webhooks })])).toEqual([
      'AcmePhone (in AcmeModule) has webhooks without unsubscribe(): write it, or leave webhooks out.',
    ]);
  });

  it.each([
    ['no budgets', { budgets: {} }, 'has no budgets: name at least one limit'],
    ['no word on how late a call is listed', { listing: {} }, 'has no listing.settleMs: write how many'],
    ['windows of nothing', { listing: { settleMs: 0, maxWindowMs: 0 } }, 'has a listing.maxWindowMs of nothing'],
    ['no grant', { grant: undefined }, 'has no grant: write how'],
    [
      'a grant as it was called before',
      { grant: undefined, oauth: {} },
      'has an oauth, which is called grant now: write',
    ],
    [
      'a refresh token that is dead at once',
      { grant: { ...descriptor.grant, refreshIdleMs: 0 } },
      'has a grant.refreshIdleMs of',
    ],
    [
      'a path without a slash',
      { grant: { ...descriptor.grant, tokenPath: 'token' } },
      'has the grant.tokenPath "token"',
    ],
  ])('refuses %s', (_what, changes, sentence) => {
    expect(problemsOf([described(changes as Partial<ProviderDescriptor>)])).toEqual([
      expect.stringContaining(sentence),
    ]);
  });

  it('refuses a manifest that does not fit the code, and one that is not there', () => {
    const { scopes } = descriptor.grant;
    const said = {
      provider: { key: 'acme-phone', name: 'Acme Phone' },
      authentication: { type: 'oauth2', grant: 'authorization_code', pkce: 'S256' },
      scopes,
      limitations: [],
    };
    const judged = (manifest: () => string) => problemsOf([{ ...found(sound), manifest }]);

    expect(judged(() => JSON.stringify(said))).toEqual([]);
    expect(
      judged(() => JSON.stringify({ ...said, provider: { key: 'acme', name: 'Acme Phone' }, scopes: [] })),
    ).toEqual([
      'AcmePhone (in AcmeModule) has a plugin.manifest.json whose provider.key does not fit its descriptor: write "acme-phone" there, or correct the descriptor.',
      expect.stringContaining('whose scopes does not fit its descriptor: write [{"name":"calls"'),
    ]);
    const keys = { ...said, authentication: { type: 'api_keys', grant: null, pkce: null } };
    expect(judged(() => JSON.stringify(keys))).toEqual(
      ['type', 'grant', 'pkce'].map((name) => expect.stringContaining(`whose authentication.${name} does not fit`)),
    );
    for (const nothing of [
      () => 'null?',
      () => {
        throw new Error('ENOENT');
      },
    ]) {
      expect(judged(nothing)).toEqual([expect.stringContaining('that is not there, or is no JSON')]);
    }
  });

  it('refuses one that is made for each request', () => {
    expect(problemsOf([{ ...found(sound), perRequest: true }])).toEqual([
      expect.stringContaining('anew for each request'),
    ]);
  });

  it.each(wrongDescriptors())('says a sentence of a descriptor %s, and fails in no other way', (_what, changed) => {
    const problems = problemsOf([found({ ...sound, descriptor: changed })]);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem).toMatch(/^AcmePhone \(in AcmeModule\) (has|asks) [^]+: (write|add|choose|give|name) [^]+\.$/);
    }
  });

  it.each([
    ['nothing', undefined],
    ['no secret', { clientId: 'id', baseUrl: 'https://phone.acme.example' }],
    ['a secret in the open', { clientId: 'id', clientSecret: 'secret', baseUrl: 'https://phone.acme.example' }],
  ])('refuses a client that is %s', (_what, client) => {
    expect(problemsOf([found({ ...sound, client: client as PhoneSystemProvider['client'] })])).toEqual([
      'AcmePhone (in AcmeModule) has no client: write null where none is configured, else what readProviderClient() answers.',
    ]);
  });

  it('lists every problem, not only the first', () => {
    expect(problemsOf([found({ client: null, descriptor: { ...descriptor, key: 'Acme' } })])).toHaveLength(4);
  });
});

/** The sound descriptor with one thing in it taken out, and with one thing in it of a wrong kind; all that it must have. */
function wrongDescriptors(): readonly (readonly [string, ProviderDescriptor])[] {
  return pathsOf(descriptor).flatMap((path) => [
    [`without ${path.join('.')}`, changedAt(descriptor, path, undefined) as ProviderDescriptor] as const,
    [`with null for ${path.join('.')}`, changedAt(descriptor, path, null) as ProviderDescriptor] as const,
    [`with {} for ${path.join('.')}`, changedAt(descriptor, path, {}) as ProviderDescriptor] as const,
  ]);
}

function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[key], ...pathsOf(part).map((path) => [key, ...path])]);
}

function changedAt(value: unknown, [key = '', ...rest]: readonly string[], to: unknown): unknown {
  const changed = rest.length === 0 ? to : changedAt((value as Record<string, unknown>)[key], rest, to);
  if (Array.isArray(value)) return value.map((each: unknown, place) => (String(place) === key ? changed : each));
  return { ...(value as object), [key]: changed };
}
