import type { ProviderDescriptor } from '../contract/index.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';

/** Somebody wanted to sign in where keys are typed. */
export const keysNeeded = ({ displayName, key }: ProviderDescriptor): Problem =>
  problem('keys_needed', displayName, key);

/** Somebody typed keys where one signs in. */
export const signInNeeded = ({ displayName, key }: ProviderDescriptor): Problem =>
  problem('sign_in_needed', displayName, key);
