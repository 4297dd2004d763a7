import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keys for session cookies: the first signs, all verify. */
export type SessionKeys = readonly [Uint8Array, ...Uint8Array[]];

/**
 * Where token keys are given, session keys follow from them, so that every copy of the host accepts every copy's
 * cookie; else one is made and kept in the data directory, so that a restart signs nobody out.
 *
 * @param tokenKeys the key bytes of `TOKEN_KEYS`, in order
 */
export function sessionKeys(tokenKeys: readonly Uint8Array[], dataDir: string): SessionKeys {
  const [first, ...others] = tokenKeys;
  if (first !== undefined) return [derived(first), ...others.map(derived)];
  return [keptKey(join(dataDir, 'session.key'))];
}

const derived = (key: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), 'reference host session', 32));

function keptKey(file: string): Uint8Array {
  if (!existsSync(file)) makeKey(file);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Error(`${file} holds no key of 32 bytes in base64; delete it to have one made.`);
  return new Uint8Array(key);
}

/** Written aside and linked into place: two copies that start at once agree on one key. */
function makeKey(file: string): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}
