import { isBlank, isDuration, isObject, isWebAddress, partOf, quoted, type Unchecked } from './unchecked.js';

/** What is wrong with how access is granted, each with what to write instead. */
export function grantProblems(given: unknown, former: unknown): string[] {
  if (given === undefined && former !== undefined) {
    return ['has an oauth, which is called grant now: write `grant: { kind: "code", … }` with what stands there.'];
  }
  if (!isObject(given)) {
    return ['has no grant: write how its vendor grants access, `{ kind: "code", authorizePath, tokenPath, … }`.'];
  }
  const { kind, scopes } = given;
  const ofKind = typeof kind === 'string' && Object.hasOwn(OF_KIND, kind) ? OF_KIND[kind] : undefined;
  return [
    ...(ofKind?.(given) ?? [
      `has the grant.kind ${quoted(kind)}: write one of ${Object.keys(OF_KIND).map(quoted).join(', ')}.`,
    ]),
    ...scopeProblems(scopes),
  ];
}

const OF_KIND: Readonly<Record<string, (grant: Unchecked) => string[]>> = {
  code: ({ authorizePath, tokenPath, revoke, pkce, clientAuth, refreshIdleMs }) => {
    const revocation = partOf(revoke);
    return [
      ...pathProblems({ authorizePath, tokenPath, 'revoke.path': revoke === undefined ? '/' : revocation['path'] }),
      ...(revoke === undefined || ['bearer', 'form'].includes(String(revocation['token']))
        ? []
        : [`has the grant.revoke.token ${quoted(revocation['token'])}: write "bearer" or "form".`]),
      ...(refreshIdleMs === undefined || isDuration(refreshIdleMs)
        ? []
        : ['has a grant.refreshIdleMs of nothing: write milliseconds above zero, or leave it out.']),
      ...(typeof pkce === 'boolean' ? [] : [`has the grant.pkce ${quoted(pkce)}: write true or false.`]),
      ...(clientAuth === 'body' || clientAuth === 'basic'
        ? []
        : [`has the grant.clientAuth ${quoted(clientAuth)}: write "body" or "basic".`]),
    ];
  },
  consent: (grant) => {
    const [signIn, consent] = [partOf(grant['signIn']), partOf(grant['consent'])];
    const { authorizePath, tokenPath, issuerPath, scope, accountClaim } = signIn;
    const ofAccount = {
      'signIn.issuerPath': issuerPath,
      'consent.path': consent['path'],
      tokenPath: grant['tokenPath'],
    };
    const paths = { 'signIn.authorizePath': authorizePath, 'signIn.tokenPath': tokenPath, ...ofAccount };
    return [
      ...pathProblems(paths),
      ...Object.entries(ofAccount)
        .filter(([, path]) => typeof path === 'string' && !path.includes('{account}'))
        .map(([name, path]) => `has the grant.${name} ${quoted(path)}: write {account} where the account's id stands.`),
      ...(typeof scope === 'string' && scope.split(' ').includes('openid')
        ? []
        : [`has the grant.signIn.scope ${quoted(scope)}: write "openid", and what else the vendor wants.`]),
      ...wordProblems(
        { 'signIn.accountClaim': accountClaim },
        'write the claim of the id token that names the account',
      ),
      ...wordProblems(
        { 'consent.accountParam': consent['accountParam'] },
        'write the parameter of the way back that names the account',
      ),
      ...wordProblems({ tokenScope: grant['tokenScope'] }, 'write what tokens are asked for'),
    ];
  },
  keys: ({ idLabel, secretLabel, instructions, keysUrl }) => [
    ...wordProblems({ idLabel, secretLabel }, 'write what the vendor calls this word'),
    ...wordProblems({ instructions }, 'write how an administrator makes the keys, in a sentence'),
    ...(isWebAddress(keysUrl)
      ? []
      : [`has the grant.keysUrl ${quoted(keysUrl)}: write the https address of the page where the keys are made.`]),
  ],
};

/** A path with two slashes in front would lead to another host. */
const pathProblems = (paths: Unchecked): string[] =>
  Object.entries(paths)
    .filter(([, path]) => typeof path !== 'string' || !/^\/(?![/\\])/.test(path))
    .map(
      ([name, path]) => `has the grant.${name} ${quoted(path)}: write a path that begins with a slash, and one only.`,
    );

const wordProblems = (words: Unchecked, remedy: string): string[] =>
  Object.entries(words)
    .filter(([, word]) => isBlank(word))
    .map(([name]) => `has no grant.${name}: ${remedy}.`);

function scopeProblems(scopes: unknown): string[] {
  if (!Array.isArray(scopes)) return ['has no grant.scopes: write `[{ name, why }]`, or [] where it asks for none.'];
  return scopes
    .map(partOf)
    .flatMap(({ name, why }) => [
      ...(isBlank(name) ? ['asks for a scope without a name: write what the vendor calls it.'] : []),
      ...(isBlank(why)
        ? [`asks for the scope ${quoted(name)} without a reason: write one in \`why\`, for administrators.`]
        : []),
    ]);
}
