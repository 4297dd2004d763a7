import { createHash } from 'node:crypto';

/** What a client keeps secret until it redeems the code (RFC 7636). */
export interface Challenge {
  readonly value: string;
  readonly method: 'S256' | 'plain';
}

/** The challenge of an authorisation request; null without one, `invalid` where it cannot be kept. */
export const challengeOf = (query: URLSearchParams): Challenge | null | 'invalid' => {
  const value = query.get('code_challenge');
  const method = query.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain') return 'invalid';
  if (value === null) return query.has('code_challenge_method') ? 'invalid' : null;
  return { value, method };
};

/** Whether a verifier answers a challenge; without a challenge, anything does. */
export const answersChallenge = (challenge: Challenge | null, verifier: string | null): boolean => {
  if (challenge === null) return true;
  if (verifier === null) return false;
  return challenge.method === 'plain'
    ? verifier === challenge.value
    : createHash('sha256').update(verifier).digest('base64url') === challenge.value;
};
