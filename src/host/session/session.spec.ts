import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { SessionCookie } from './session-cookie.js';
import { sessionKeys } from './session-keys.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'session-'));
const tokenKey = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const dana = { tenantId: 'acme', employeeId: 'e1' };

describe('a session cookie', () => {
  it('names the same person after a restart on the same data directory', async () => {
    const dataDir = folder();
    const value = await new SessionCookie(sessionKeys([], dataDir), false).seal(dana);
    const restarted = new SessionCookie(sessionKeys([], dataDir), false);
    expect(await restarted.read(`other=1; ${restarted.name}=${value}`)).toEqual(dana);
  });

  it('is read by every copy that has the same token keys, also while they are rotated', async () => {
    const before = new SessionCookie(sessionKeys([tokenKey(1)], folder()), false);
    const after = new SessionCookie(sessionKeys([tokenKey(2), tokenKey(1)], folder()), false);
    expect(await after.read(`${after.name}=${await before.seal(dana)}`)).toEqual(dana);
    expect(await before.read(`${after.name}=${await after.seal(dana)}`)).toBeNull();
  });

  it('is nobody where it was changed, signed by another, or signed by no key at all', async () => {
    const cookie = new SessionCookie(sessionKeys([tokenKey(1)], folder()), false);
    const value = await cookie.seal(dana);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${value.split('.')[1] ?? ''}.`;
    const strange = await new SignJWT({ tenant: 'acme' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('reference-host')
      .setSubject('e1')
      .sign(tokenKey(1));
    for (const wrong of ['', 'x', `${value}x`, unsigned, strange]) {
      expect(await cookie.read(`${cookie.name}=${wrong}`)).toBeNull();
    }
    expect(await cookie.read(undefined)).toBeNull();
  });

  it('never reaches scripts or other sites, and travels over https alone where the host is https', () => {
    const keys = sessionKeys([tokenKey(1)], folder());
    expect(new SessionCookie(keys, true).options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: true });
    expect(new SessionCookie(keys, false).options.secure).toBe(false);
  });

  it('keeps its key readable by its owner alone, and leaves no draft behind', () => {
    const dataDir = folder();
    sessionKeys([], dataDir);
    expect(readdirSync(dataDir)).toEqual(['session.key']);
    expect(statSync(join(dataDir, 'session.key')).mode & 0o777).toBe(0o600);
  });
});
