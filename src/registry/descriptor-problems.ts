import { isVendorOrigin } from '../support/origin.js';
import { grantProblems } from './grant-problems.js';
import { isBlank, isDuration, isWebAddress, partOf, quoted, type Unchecked } from './unchecked.js';

const KEY = /^[a-z][a-z0-9-]*$/;
/** Names that stand in the place of a key in the HTTP surface. */
const TAKEN = new Set([
  'assurance',
  'audit',
  'calls',
  'employees',
  'erasures',
  'notice',
  'objections',
  'people',
  'rules',
]);

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
  return budgets.flatMap(([name, { requests, perMs, pool }]) => [
    ...(isDuration(perMs) && Number(requests) > 0
      ? []
      : [`has the budget ${quoted(name)} of nothing: write requests and perMs above zero, or leave it out.`]),
    ...(Number(requests) > 0 && !Number.isInteger(requests)
      ? [`has the budget ${quoted(name)} of ${quoted(requests)} requests: write a whole number, and a longer perMs.`]
      : []),
    ...(pool === undefined || pool === true
      ? []
      : [
          `has the budget ${quoted(name)} with the pool ${quoted(pool)}: write true where it may be used up at any pace, or leave it out.`,
        ]),
  ]);
}

const partsOf = (value: unknown): readonly (readonly [string, Unchecked])[] =>
  Object.entries(partOf(value)).map(([name, part]) => [name, partOf(part)]);

const isListOf = (value: unknown, isRight: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isRight);
