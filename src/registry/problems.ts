import type { PhoneSystemProvider, ProviderDescriptor } from '../contract/index.js';
import { descriptorProblems, originProblems } from './descriptor-problems.js';
import { manifestProblems } from './manifest.js';
import { isBlank, quoted } from './unchecked.js';

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

const QUESTIONS = ['identify', 'listUsers', 'listCalls'] as const;
const OWN_ADDRESS = ['subscribe', 'unsubscribe', 'open'] as const;
const ONE_ADDRESS = ['accountOf', 'open'] as const;

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
  const { descriptor, client, details, webhooks } = provider;
  return [
    ...missing(provider, QUESTIONS).map(
      (name) => `has no method ${name}(): write it, as PhoneSystemProvider describes.`,
    ),
    ...(webhooks ? missing(webhooks, isShared(descriptor) ? ONE_ADDRESS : OWN_ADDRESS) : []).map(
      (name) => `has webhooks without ${name}(): write it, or leave webhooks out.`,
    ),
    ...(details ? missing(details, ['readCall']) : []).map(
      (name) => `has details without ${name}(): write it, or leave details out.`,
    ),
    ...clientProblems(client, descriptor),
    ...(typeof descriptor === 'object' && descriptor !== null
      ? [...descriptorProblems(descriptor), ...(manifest ? manifestProblems(manifest, descriptor) : [])]
      : ['has no descriptor: give it one, `readonly descriptor: ProviderDescriptor = { key, displayName, … }`.']),
  ];
}

const isShared = (descriptor: unknown): boolean =>
  (descriptor as Partial<ProviderDescriptor> | undefined)?.webhookAddress === 'installation';

function clientProblems(client: PhoneSystemProvider['client'] | undefined, descriptor: unknown): string[] {
  if (client === null) return [];
  const isRegistered = (descriptor as Partial<ProviderDescriptor> | undefined)?.grant?.kind !== 'keys';
  const lacksApp = isBlank(client?.clientId) || typeof client?.clientSecret?.reveal !== 'function';
  if (client === undefined || (isRegistered && lacksApp)) {
    return ['has no client: write null where none is configured, else what readProviderClient() answers.'];
  }
  return originProblems('client', { ...client });
}

function missing(candidate: object, names: readonly string[]): string[] {
  const members = candidate as Readonly<Record<string, unknown>>;
  return names.filter((name) => typeof members[name] !== 'function');
}

function sharedKeys(found: readonly FoundProvider[]): string[] {
  const keys = new Set(found.flatMap(({ provider }) => provider.descriptor?.key || []));
  return [...keys]
    .map((key) => ({ key, sharing: found.filter(({ provider }) => provider.descriptor?.key === key) }))
    .filter(({ sharing }) => sharing.length > 1)
    .map(
      ({ key, sharing }) =>
        `${sharing.map(nameOf).join(' and ')} share the key ${quoted(key)}: give each its own, or list it in one module only.`,
    );
}
