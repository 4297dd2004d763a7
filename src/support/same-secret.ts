import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Compares two secrets, or two signatures, in a time that says nothing about either: both are of one length as hashes.
 *
 * @example
 * if (!isSameSecret(headers['verification-token'] ?? '', secret)) throw new WebhookRefused()
 */
export const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
