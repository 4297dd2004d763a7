import type { PhoneSystemProvider } from '../contract/index.js';
import type { PhoneSystemRegistry } from '../registry/index.js';
import { problem } from '../support/problems.js';

/** @throws Problem 404 where no phone system of this key is installed */
export function installedProvider(registry: PhoneSystemRegistry, key: string): PhoneSystemProvider {
  const provider = registry.find(key);
  if (provider !== undefined) return provider;
  throw problem('unknown_provider');
}
