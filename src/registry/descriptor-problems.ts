import { isVendorOrigin } from '../support/origin.js';

/** Whatever stands where a descriptor, or a part of one, should: nobody has looked at it yet. */
type Unchecked = Readonly<Record<string, unknown>>;

const KEY = /^[a-z][a-z0-9-]*$/;
/** Names that stand in the place of a key in the HTTP surface. */
const TAKEN = new Set(['audit', 'calls', 'employees', 'rules']);

/** What is wrong with a descriptor, each with what to write instead; empty where all is well. */
export function descriptorProblems(descriptor: object): string[] {
  const { key, displayName, docsUrl, limitations, environments, grant, listing, budgets, webhookAddress } =
    descriptor as Unchecked;
  return [
    ...keyProblems(key),
    ...(isBlank(displayName) ? ['has no displayName: write the name that administrators know it by.'] : []),
    ...(isWebAddress(docsUrl)
      ? []
      : [`has the docsUrl ${quoted(docsUrl)}: write the https address of a page for administrators.`]),
    ...(isListOf(limitations, (each) => !isBlank(each))
      ? []
      : ['has no limitations: write a list of sentences, or [] where there is nothing to say.']),
    ...environmentProblems(partsOf(environments)),
    ...grantProblems(grant, (descriptor as Unchecked)['oauth']),
    ...listingProblems(partOf(listing)),
    ...(webhookAddress === undefined || webhookAddress === 'installation'
      ? []
      : [`has the webhookAddress ${quoted(webhookAddress)}: write "installation", or leave it out.`]),
    ...budgetProblems(partsOf(budgets)),
  ];
}

/** What is wrong with the origins of a vendor: the API's must be there. */
export const originProblems = (where: string, { baseUrl, authorizeUrl, tokenUrl }: Unchecked): string[] =>
  Object.entries({ baseUrl, authorizeUrl, tokenUrl })
    .filter(([name, url]) => !isOrigin(url) && (name === 'baseUrl' || url !== undefined))
    .map(
      ([name, url]) =>
        `has the ${name} ${quoted(url)} in its ${where}: write an https origin without a path (http on loopback only).`,
    );

const isOrigin = (value: unknown): boolean => typeof value === 'string' && isVendorOrigin(value);

export const isBlank = (text: unknown): boolean => typeof text !== 'string' || text.trim() === '';

export const quoted = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

function keyProblems(key: unknown): string[] {
  if (typeof key !== 'string' || !KEY.test(key)) {
    return [`has the key ${quoted(key)}: write lower-case letters, digits and dashes, beginning with a letter.`];
  }
  return TAKEN.has(key) ? [`has the key ${quoted(key)}, which is a part of other addresses: choose another.`] : [];
}

function environmentProblems(environments: readonly (readonly [string, Unchecked])[]): string[] {
  return [
    ...environments.flatMap(([name, { label, ...urls }]) => [
      ...originProblems(`environment ${quoted(name)}`, urls),
      ...(isBlank(label) ? [`has the environment ${quoted(name)} without a label: write what to call it.`] : []),
    ]),
    ...(environments.some(([name]) => name === 'production')
      ? []
      : ['has no environment called "production": add it.']),
  ];
}

function grantProblems(given: unknown, former: unknown): string[] {
  if (given === undefined && former !== undefined) {
    return ['has an oauth, which is called grant now: write `grant: { kind: "code", … }` with what stands there.'];
  }
  if (!isObject(given)) {
    return ['has no grant: write how its vendor grants access, `{ kind: "code", authorizePath, tokenPath, … }`.'];
  }
  const { kind, authorizePath, tokenPath, revoke, scopes, pkce, clientAuth, refreshIdleMs } = given;
  const revocation = partOf(revoke);
  const paths = { authorizePath, tokenPath, 'revoke.path': revoke === undefined ? '/' : revocation['path'] };
  return [
    ...(kind === 'code' ? [] : [`has the grant.kind ${quoted(kind)}: write "code".`]),
    ...Object.entries(paths)
      .filter(([, path]) => typeof path !== 'string' || !path.startsWith('/'))
      .map(([name, path]) => `has the grant.${name} ${quoted(path)}: write a path that begins with a slash.`),
    ...(revoke === undefined || ['bearer', 'form'].includes(String(revocation['token']))
      ? []
      : [`has the grant.revoke.token ${quoted(revocation['token'])}: write "bearer" or "form".`]),
    ...(refreshIdleMs === undefined || isDuration(refreshIdleMs)
      ? []
      : ['has a grant.refreshIdleMs of nothing: write milliseconds above zero, or leave it out.']),
    ...scopeProblems(scopes),
    ...(typeof pkce === 'boolean' ? [] : [`has the grant.pkce ${quoted(pkce)}: write true or false.`]),
    ...(clientAuth === 'body' || clientAuth === 'basic'
      ? []
      : [`has the grant.clientAuth ${quoted(clientAuth)}: write "body" or "basic".`]),
  ];
}

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

function listingProblems(listing: Unchecked): string[] {
  const { settleMs } = listing;
  return [
    ...(isDuration(settleMs) || settleMs === 0
      ? []
      : ['has no listing.settleMs: write how many milliseconds after its end a call may take to be listed, or 0.']),
    ...['maxWindowMs', 'historyMs', 'accessMs']
      .filter((name) => listing[name] !== undefined && !isDuration(listing[name]))
      .map((name) => `has a listing.${name} of nothing: write milliseconds above zero, or leave it out.`),
  ];
}

function budgetProblems(budgets: readonly (readonly [string, Unchecked])[]): string[] {
  if (budgets.length === 0) {
    return ['has no budgets: name at least one limit of the vendor, for its requests to fall under.'];
  }
  return budgets
    .filter(([, { requests, perMs }]) => !(Number(requests) > 0 && Number(perMs) > 0))
    .map(
      ([name]) => `has the budget ${quoted(name)} of nothing: write requests and perMs above zero, or leave it out.`,
    );
}

const isObject = (value: unknown): value is Unchecked =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const partOf = (value: unknown): Unchecked => (isObject(value) ? value : {});

const partsOf = (value: unknown): readonly (readonly [string, Unchecked])[] =>
  Object.entries(partOf(value)).map(([name, part]) => [name, partOf(part)]);

const isListOf = (value: unknown, isRight: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isRight);

const isWebAddress = (value: unknown): boolean =>
  typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';

const isDuration = (ms: unknown): boolean => typeof ms === 'number' && Number.isFinite(ms) && ms > 0;
