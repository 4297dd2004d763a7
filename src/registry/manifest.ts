import { readFileSync } from 'node:fs';
import type { Grant, ProviderDescriptor } from '../contract/index.js';

/** What of a `plugin.manifest.json` must say the same as the code. */
interface ManifestClaims {
  readonly provider?: { readonly key?: unknown; readonly name?: unknown; readonly icon?: unknown };
  readonly authentication?: { readonly type?: unknown; readonly grant?: unknown; readonly pkce?: unknown };
  readonly scopes?: unknown;
  readonly limitations?: unknown;
}

/**
 * Where a manifest, which people read before any code is loaded, says something else than the code; empty where it fits.
 *
 * @param read the manifest's text; what it throws is told as a problem
 */
export function manifestProblems(read: () => string, descriptor: ProviderDescriptor): readonly string[] {
  let manifest: ManifestClaims;
  try {
    manifest = Object(JSON.parse(read())) as ManifestClaims;
  } catch {
    return ['names a plugin.manifest.json that is not there, or is no JSON: give its address, from import.meta.url.'];
  }
  const claims: readonly (readonly [string, unknown, unknown])[] = [
    ['provider.key', manifest.provider?.key, descriptor.key],
    ['provider.name', manifest.provider?.name, descriptor.displayName],
    ['authentication.type', manifest.authentication?.type, nameOf(descriptor.grant).type],
    ['authentication.grant', manifest.authentication?.grant, nameOf(descriptor.grant).grant],
    ['authentication.pkce', manifest.authentication?.pkce, pkceOf(descriptor.grant)],
    ['scopes', manifest.scopes, descriptor.grant?.scopes],
    ['limitations', manifest.limitations, descriptor.limitations],
  ];
  return claims
    .filter(([, said, is]) => JSON.stringify(said) !== JSON.stringify(is))
    .map(
      ([field, , is]) =>
        `has a plugin.manifest.json whose ${field} does not fit its descriptor: write ${JSON.stringify(is) ?? 'nothing'} there, or correct the descriptor.`,
    );
}

/** What a manifest calls each kind of grant. */
const NAMES: Readonly<Record<Grant['kind'], { readonly type: string; readonly grant: string | null }>> = {
  code: { type: 'oauth2', grant: 'authorization_code' },
  consent: { type: 'oauth2', grant: 'client_credentials' },
  keys: { type: 'api_keys', grant: null },
};

const nameOf = (grant: Grant | undefined): (typeof NAMES)['code'] => NAMES[grant?.kind ?? 'code'] ?? NAMES.code;

const pkceOf = (grant: Grant | undefined): string | null =>
  grant?.kind === 'consent' || (grant?.kind === 'code' && grant.pkce) ? 'S256' : null;

/** The picture that a manifest brings, complete in itself; null where it brings none. */
export function manifestIcon(read: () => string): string | null {
  const { icon } = (JSON.parse(read()) as ManifestClaims).provider ?? {};
  return typeof icon === 'string' && icon.startsWith('data:image/svg+xml,') ? icon : null;
}

export const readManifest = (address: URL) => (): string => readFileSync(address, 'utf8');
