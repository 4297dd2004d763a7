import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { TokenKey } from './token-keys.js';

/** A sealed text does not open: another place, another key, or altered. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

const VERSION = 'v1';

/**
 * Seals a text with AES-256-GCM for one place.
 *
 * @param place where the sealed text belongs, such as a row's id: it opens nowhere else
 * @returns `v1.keyId.nonce.tag.text`, each part base64url
 */
export function seal(text: string, place: string, key: TokenKey): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', bytes(key), nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [VERSION, key.id, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Opens what {@link seal} sealed.
 *
 * @throws SealBroken
 */
export function unseal(sealed: string, place: string, keys: readonly TokenKey[]): string {
  const [version, keyId, nonce, tag, text, ...rest] = sealed.split('.');
  const key = keys.find(({ id }) => id === keyId);
  if (version !== VERSION || nonce === undefined || tag === undefined || text === undefined || rest.length > 0) {
    throw new SealBroken('This is no sealed text.');
  }
  if (key === undefined) {
    throw new SealBroken(`No key "${keyId}" is configured: add the key that sealed it to TOKEN_KEYS.`);
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', bytes(key), Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
      .setAAD(Buffer.from(place))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealBroken('The sealed text was altered, or belongs somewhere else.', { cause });
  }
}

const bytes = (key: TokenKey): Buffer => Buffer.from(key.material.reveal(), 'base64');
