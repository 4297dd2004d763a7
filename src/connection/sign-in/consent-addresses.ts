import { createHash } from 'node:crypto';
import type { ConsentGrant, ProviderClient, Secret } from '../../contract/index.js';
import { pathOf, type TokenRequest } from '../tokens/renewal.js';
import { appOf } from '../tokens/token-endpoint.js';

/** Where the browser comes back to, and what it brings. */
interface Back {
  readonly redirectUri: string;
  readonly state: string;
}

/** Where somebody signs in, to prove whose account it is. */
export function signInAddress(
  { signIn }: ConsentGrant,
  client: ProviderClient,
  verifier: Secret,
  { redirectUri, state }: Back,
): string {
  return addressOf(signIn.authorizePath, client, {
    response_type: 'code',
    client_id: appOf(client).clientId,
    redirect_uri: redirectUri,
    scope: signIn.scope,
    state,
    nonce: nonceOf(verifier),
    code_challenge: hash(verifier.reveal()),
    code_challenge_method: 'S256',
  });
}

/** Where an administrator of an account allows the application. */
export const consentAddress = (
  { consent, tokenScope }: ConsentGrant,
  client: ProviderClient,
  account: string,
  { redirectUri, state }: Back,
): string =>
  addressOf(pathOf(consent.path, account), client, {
    client_id: appOf(client).clientId,
    redirect_uri: redirectUri,
    scope: tokenScope,
    state,
  });

/** How the code of a sign-in is exchanged. */
export const codeRequest = (
  { signIn }: ConsentGrant,
  code: string,
  verifier: Secret,
  redirectUri: string,
): TokenRequest => ({
  path: signIn.tokenPath,
  form: { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier.reveal() },
});

/** Binds the id token to the sign-in that was begun: known to nobody who has not its verifier, or its address. */
export const nonceOf = (verifier: Secret): string => hash(`nonce ${verifier.reveal()}`);

/** Who issues the id tokens of an account. */
export const issuerOf = ({ signIn }: ConsentGrant, { tokenUrl, baseUrl }: ProviderClient, account: string): string =>
  new URL(pathOf(signIn.issuerPath, account), tokenUrl ?? baseUrl).href;

function addressOf(path: string, { authorizeUrl, baseUrl }: ProviderClient, query: Record<string, string>): string {
  const url = new URL(path, authorizeUrl ?? baseUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');
