import type { PhoneSystemProvider, ProviderDescriptor } from '../contract/index.js';
import { isVendorOrigin } from '../support/origin.js';

/** A marked provider as it was found, before anybody has looked whether it keeps the contract. */
export interface FoundProvider {
  readonly className: string;
  readonly moduleName: string;
  /** Whether Nest makes a new one for each request. */
  readonly perRequest: boolean;
  readonly provider: Partial<PhoneSystemProvider>;
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

function ownProblems({ provider, perRequest }: FoundProvider): string[] {
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
      ? descriptorProblems(descriptor)
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
    ...(descriptor.oauth?.scopes ?? [])
      .filter(({ why }) => isBlank(why))
      .map(
        ({ name }) => `asks for the scope ${quoted(name)} without a reason: write one in \`why\`, for administrators.`,
      ),
    ...Object.entries(descriptor.budgets ?? {})
      .filter(([, { requests, perMs }]) => !(requests > 0 && perMs > 0))
      .map(
        ([name]) => `has the budget ${quoted(name)} of nothing: write requests and perMs above zero, or leave it out.`,
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

const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';

const quoted = (value: unknown): string => JSON.stringify(value) ?? 'undefined';
