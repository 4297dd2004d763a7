import type { OAuthDescriptor, PhoneSystemProvider, ProviderDescriptor } from '../contract/index.js';
import { isVendorOrigin } from '../support/origin.js';
import { manifestProblems } from './manifest.js';

/** A marked provider as it was found, before anybody has looked whether it keeps the contract. */
export interface FoundProvider {
  readonly className: string;
  readonly moduleName: string;
  /** Whether Nest makes a new one for each request. */
  readonly perRequest: boolean;
  /** Whether a second installed copy of this package marked it. */
  readonly ofAnotherCopy: boolean;
  readonly provider: Partial<PhoneSystemProvider>;
  /** Reads its `plugin.manifest.json`, where it names one. */
  readonly manifest?: () => string;
}

const KEY = /^[a-z][a-z0-9-]*$/;
/** Names that stand in the place of a key in the HTTP surface. */
const TAKEN = new Set(['audit', 'calls', 'employees', 'rules']);
const QUESTIONS = ['identify', 'listUsers', 'listCalls'] as const;
const FACET = ['subscribe', 'unsubscribe', 'open'] as const;

/** What is wrong with the installed phone systems, each with who, where and what to write instead; empty where all is well. */
export function problemsOf(found: readonly FoundProvider[]): readonly string[] {
  return [
    ...found.flatMap((one) => ownProblems(one).map((problem) => `${nameOf(one)} ${problem}`)),
    ...sharedKeys(found),
  ];
}

const nameOf = ({ className, moduleName }: FoundProvider): string => `${className} (in ${moduleName})`;

function ownProblems({ provider, perRequest, ofAnotherCopy, manifest }: FoundProvider): string[] {
  if (ofAnotherCopy) {
    return [
      'is marked by another copy of prodoscore-phone-systems: `npm ls prodoscore-phone-systems` shows both; name it under peerDependencies in the package of this phone system, so that one is installed.',
    ];
  }
  if (perRequest) return ['is made anew for each request: leave out its scope and whatever it injects that has one.'];
  const { descriptor, client, webhooks } = provider;
  return [
    ...missing(provider, QUESTIONS).map(
      (name) => `has no method ${name}(): write it, as PhoneSystemProvider describes.`,
    ),
    ...(webhooks ? missing(webhooks, FACET) : []).map(
      (name) => `has webhooks without ${name}(): write it, or leave webhooks out.`,
    ),
    ...(client && !isVendorOrigin(client.baseUrl) ? [badOrigin('client', client.baseUrl)] : []),
    ...(descriptor
      ? [...descriptorProblems(descriptor), ...(manifest ? manifestProblems(manifest, descriptor) : [])]
      : ['has no descriptor: give it one, `readonly descriptor: ProviderDescriptor = { key, displayName, … }`.']),
  ];
}

function missing(candidate: object, names: readonly string[]): string[] {
  const members = candidate as Readonly<Record<string, unknown>>;
  return names.filter((name) => typeof members[name] !== 'function');
}

function descriptorProblems(descriptor: ProviderDescriptor): string[] {
  return [
    ...(KEY.test(descriptor.key)
      ? []
      : [
          `has the key ${quoted(descriptor.key)}: write lower-case letters, digits and dashes, beginning with a letter.`,
        ]),
    ...(TAKEN.has(descriptor.key)
      ? [`has the key ${quoted(descriptor.key)}, which is a part of other addresses: choose another.`]
      : []),
    ...(isBlank(descriptor.displayName) ? ['has no displayName: write the name that administrators know it by.'] : []),
    ...Object.entries(descriptor.environments ?? {})
      .filter(([, { baseUrl }]) => !isVendorOrigin(baseUrl))
      .map(([name, { baseUrl }]) => badOrigin(`environment ${quoted(name)}`, baseUrl)),
    ...(descriptor.environments?.['production'] ? [] : ['has no environment called "production": add it.']),
    ...oauthProblems(descriptor.oauth),
    ...Object.entries(descriptor.budgets ?? {})
      .filter(([, { requests, perMs }]) => !(requests > 0 && perMs > 0))
      .map(
        ([name]) => `has the budget ${quoted(name)} of nothing: write requests and perMs above zero, or leave it out.`,
      ),
    ...(Object.keys(descriptor.budgets ?? {}).length > 0
      ? []
      : ['has no budgets: name at least one limit of the vendor, for its requests to fall under.']),
    ...(isDuration(descriptor.listing?.settleMs) || descriptor.listing?.settleMs === 0
      ? []
      : ['has no listing.settleMs: write how many milliseconds after its end a call may take to be listed, or 0.']),
    ...(['maxWindowMs', 'historyMs'] as const)
      .filter((name) => descriptor.listing?.[name] !== undefined && !isDuration(descriptor.listing[name]))
      .map((name) => `has a listing.${name} of nothing: write milliseconds above zero, or leave it out.`),
  ];
}

function oauthProblems(oauth: OAuthDescriptor | undefined): string[] {
  if (oauth === undefined)
    return ['has no oauth: write where its vendor grants access, `{ authorizePath, tokenPath, … }`.'];
  const paths = {
    authorizePath: oauth.authorizePath,
    tokenPath: oauth.tokenPath,
    'revoke.path': oauth.revoke?.path ?? '/',
  };
  return [
    ...Object.entries(paths)
      .filter(([, path]) => !path?.startsWith('/'))
      .map(([name, path]) => `has the oauth.${name} ${quoted(path)}: write a path that begins with a slash.`),
    ...(oauth.scopes ?? [])
      .filter(({ why }) => isBlank(why))
      .map(
        ({ name }) => `asks for the scope ${quoted(name)} without a reason: write one in \`why\`, for administrators.`,
      ),
  ];
}

function sharedKeys(found: readonly FoundProvider[]): string[] {
  const keys = new Set(found.flatMap(({ provider }) => provider.descriptor?.key ?? []));
  return [...keys]
    .map((key) => ({ key, sharing: found.filter(({ provider }) => provider.descriptor?.key === key) }))
    .filter(({ sharing }) => sharing.length > 1)
    .map(
      ({ key, sharing }) =>
        `${sharing.map(nameOf).join(' and ')} share the key ${quoted(key)}: give each its own, or list it in one module only.`,
    );
}

const badOrigin = (where: string, baseUrl: string): string =>
  `has the base URL ${quoted(baseUrl)} in its ${where}: write an https origin without a path (http on loopback only).`;

const isDuration = (ms: number | undefined): boolean => ms !== undefined && Number.isFinite(ms) && ms > 0;

const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';

const quoted = (value: unknown): string => JSON.stringify(value) ?? 'undefined';
