import type { TenantTerms } from '../../contract/index.js';

/** Why these terms allow no connection, or null where they do. */
export function termsRefusal(terms: TenantTerms): 'no_licence' | 'wrong_domain' | null {
  if (!terms.phoneSystemLicence) return 'no_licence';
  return terms.domains.length === 0 ? 'wrong_domain' : null;
}

/** A vendor's domain fits when it equals a registered one, letters' case aside; subdomains do not. */
export function domainsFit(account: readonly string[], registered: readonly string[]): boolean {
  const wanted = new Set(registered.map(normalised).filter((domain) => domain !== ''));
  return account.some((domain) => wanted.has(normalised(domain)));
}

const normalised = (domain: string): string => domain.trim().toLowerCase().replace(/\.$/, '');
