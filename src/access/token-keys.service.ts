import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { kept, PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { seal, unseal } from '../support/sealed-box.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { parseTokenKeys, type TokenKey } from '../support/token-keys.js';

/** Seals what must not be readable in the database, and opens it again. */
@Injectable()
export class TokenKeys {
  private readonly keys: readonly [TokenKey, ...TokenKey[]];

  constructor(@Inject(PHONE_SYSTEM_SETTINGS) settings: PhoneSystemSettings) {
    const [first, ...others] = settings.tokenKeys;
    this.keys = first === undefined ? [developmentKey(settings.dataDir)] : [first, ...others];
  }

  /** @param place where the sealed text belongs, such as a connection's id: it opens nowhere else */
  seal(text: string, place: string): string {
    return seal(text, place, this.keys[0]);
  }

  /** Whether there is a key of this id. */
  has(keyId: string): boolean {
    return this.keys.some(({ id }) => id === keyId);
  }

  /** @throws SealBroken */
  unseal(sealed: string, place: string): string {
    return unseal(sealed, place, this.keys);
  }
}

/** Outside production a key is made once and kept with the data. */
function developmentKey(dataDir: string): TokenKey {
  return only(kept(dataDir, 'token-key', `development:${randomBytes(32).toString('base64')}`).trim());
}

function only(text: string): TokenKey {
  const [key] = parseTokenKeys(text).keys;
  if (key === undefined)
    throw new Error('The file "token-key" in DATA_DIR holds no key: delete it, and connect again.');
  return key;
}
