import type { ProviderDescriptor } from '../contract/index.js';
import { Problem } from '../support/problem.js';

/** Somebody wanted to sign in where keys are typed. */
export const keysNeeded = ({ displayName, key }: ProviderDescriptor): Problem =>
  new Problem(
    409,
    'keys_needed',
    `${displayName} signs nobody in for this: make keys there, and type them on the settings page (POST …/phone-systems/${key}/keys).`,
  );

/** Somebody typed keys where one signs in. */
export const signInNeeded = ({ displayName, key }: ProviderDescriptor): Problem =>
  new Problem(
    409,
    'sign_in_needed',
    `${displayName} is connected without keys: authenticate with it on the settings page (GET …/phone-systems/${key}/connect).`,
  );
