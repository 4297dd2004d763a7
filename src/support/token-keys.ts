import { Secret } from '../contract/index.js';

/** A key that tokens are sealed with, and the name by which sealed texts refer to it. */
export interface TokenKey {
  readonly id: string;
  /** 32 bytes, base64. */
  readonly material: Secret;
}

/**
 * Reads `id:base64 of 32 bytes,…`. Nothing of a key is repeated in a problem.
 */
export function parseTokenKeys(text: string): {
  readonly keys: readonly TokenKey[];
  readonly problems: readonly string[];
} {
  const keys: TokenKey[] = [];
  const problems: string[] = [];
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const [index, part] of parts.entries()) {
    const [, id, material] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(part) ?? [];
    if (id === undefined || material === undefined || Buffer.from(material, 'base64').length !== 32) {
      problems.push(`TOKEN_KEYS: key ${index + 1} must be an id, a colon and the base64 of 32 bytes`);
    } else if (keys.some((key) => key.id === id)) {
      problems.push(`TOKEN_KEYS: the id "${id}" is used twice`);
    } else {
      keys.push({ id, material: new Secret(material) });
    }
  }
  return { keys, problems };
}
