import type { TeamsPhoneHabits } from './habits.js';
import type { Permission } from './options.js';
import type { Consent, TeamsPhoneStore } from './state.js';

interface ConsentRules {
  readonly habits: TeamsPhoneHabits;
  readonly freshConsentSeconds: number;
  readonly now: () => number;
}

/** What administrators have allowed, and since when it holds everywhere. */
export class Consents {
  constructor(
    private readonly store: TeamsPhoneStore,
    private readonly rules: ConsentRules,
  ) {}

  /** Allows an application in a tenant. One that is there already stays as old as it is. */
  give(companyId: string, clientId: string, permissions: readonly Permission[]): void {
    const at = this.find(companyId, clientId)?.at ?? this.rules.now();
    this.#replace(companyId, { companyId, clientId, at, permissions });
  }

  /** Changes what an application may do in the tenant. It holds for tokens that are out, too. */
  limit(companyId: string, permissions: readonly Permission[]): void {
    this.store.change(({ consents }) => ({
      consents: consents.map((one) => (one.companyId === companyId ? { ...one, permissions } : one)),
    }));
  }

  /** An administrator deletes the application in the tenant. */
  withdraw(fits: (consent: Consent) => boolean): void {
    this.store.change(({ consents }) => ({ consents: consents.filter((one) => !fits(one)) }));
  }

  find(companyId: string, clientId: string): Consent | null {
    return this.store.state.consents.find((one) => one.companyId === companyId && one.clientId === clientId) ?? null;
  }

  /** Whether the token endpoint knows of a consent by now. */
  mints(companyId: string, clientId: string): boolean {
    const consent = this.find(companyId, clientId);
    return consent !== null && !(this.rules.habits.freshConsent === 'no token' && this.#isFresh(consent));
  }

  /** What an application may do by now; nothing where the consent was withdrawn, or is not known yet. */
  permissionsOf(companyId: string, clientId: string): readonly Permission[] {
    const consent = this.find(companyId, clientId);
    return consent === null || this.#isFresh(consent) ? [] : consent.permissions;
  }

  #isFresh({ at }: Consent): boolean {
    return this.rules.now() < at + this.rules.freshConsentSeconds * 1000;
  }

  #replace(companyId: string, consent: Consent): void {
    const isOther = (one: Consent): boolean => one.companyId !== companyId || one.clientId !== consent.clientId;
    this.store.change(({ consents }) => ({ consents: [...consents.filter(isOther), consent] }));
  }
}
