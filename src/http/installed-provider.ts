import type { PhoneSystemProvider } from '../contract/index.js';
import type { PhoneSystemRegistry } from '../registry/index.js';
import { Problem } from '../support/problem.js';

/** @throws Problem 404 where no phone system of this key is installed */
export function installedProvider(registry: PhoneSystemRegistry, key: string): PhoneSystemProvider {
  const provider = registry.find(key);
  if (provider !== undefined) return provider;
  throw new Problem(404, 'unknown_provider', 'No phone system of this name is installed here.');
}
