import type { Answer, OAuthClient, Route, SignInChoice, SignInOptions } from 'prodoscore-phone-systems/testing';
import type { Companies } from './companies.js';
import { signsIn } from './people.js';
import type { Consents } from './consents.js';
import { backTo, deadEnd, doorAt } from './doors.js';
import type { Door, Outcome } from './doors.js';
import type { TeamsPhoneHabits } from './habits.js';
import { MANY } from './id-tokens.js';
import type { SimulatedUser } from './model.js';
import type { Permission } from './options.js';

export interface LoginOptions {
  readonly clients: readonly OAuthClient[];
  readonly companies: Companies;
  readonly consents: Consents;
  readonly habits: TeamsPhoneHabits;
  readonly appPermissions: readonly Permission[];
  /** The scope that stands for everything the application was registered with. */
  readonly tokenScope: string;
  readonly now: () => number;
}

/** Where people sign in, and where administrators consent. */
export interface Login {
  readonly routes: readonly Route[];
  /** The addresses where people sign in, each with the codes that it gave. */
  readonly signIns: readonly Door['signIn'][];
  /** What was asked for when a code was given; null where that is unknown. */
  nonceOf(code: string): string | null;
}

/** Each tenant has addresses of its own, and there are some for all. */
export const loginAt = (options: LoginOptions): Login => {
  const { companies, clients, consents, habits, appPermissions, tokenScope, now } = options;
  const nonces = new Map<string, string | null>();
  const tenants = [...MANY, ...companies.all().map(({ id }) => id)];

  const people = (tenant: string): Pick<SignInOptions, 'vendor' | 'clients' | 'choices' | 'find' | 'now'> => ({
    ...{ vendor: 'Microsoft', clients, now },
    choices: () => choicesOf(companies, tenant),
    find: (email) => {
      const found = companies.signIn(email);
      if (found === null || (!MANY.includes(tenant) && found.company.id !== tenant)) return null;
      const { company, user } = found;
      return { companyId: company.id, userId: user.id, name: user.displayName, company: company.name };
    },
  });

  const signedIn = ({ asked, code, error }: Outcome): Answer => {
    if (code !== null) nonces.set(code, asked.get('nonce'));
    const description = error === null ? null : 'AADSTS65004: The resource owner or authorization server denied it.';
    return backTo(asked, { code, error, error_description: description });
  };

  /** What the administrator said becomes a consent at once: no code comes of it. */
  const consented = ({ asked, code, error }: Outcome, signIn: Door['signIn']): Answer => {
    const refused = (why: string, description: string): Answer =>
      backTo(asked, { error: why, error_description: description, admin_consent: 'True' });
    if (code === null) {
      const word = error === 'access_denied' ? 'consent_required' : (error ?? 'server_error');
      return refused(word, 'AADSTS65004: The resource owner or authorization server denied the request.');
    }
    const [clientId, redirectUri] = [asked.get('client_id') ?? '', asked.get('redirect_uri') ?? ''];
    const by = signIn.redeem(clientId, new URLSearchParams({ code, redirect_uri: redirectUri }));
    if (typeof by === 'string') return refused('server_error', 'The simulator lost track of who signed in.');
    const person = companies.withId(by.companyId)?.users.find(({ id }) => id === by.userId);
    if (person?.administers !== 'global') {
      return habits.lesserAdministrators === 'error'
        ? refused('access_denied', 'AADSTS90094: An administrator must consent to this application.')
        : deadEnd('Need admin approval', 'This application needs permissions that only an administrator can grant.');
    }
    consents.give(by.companyId, clientId, appPermissions);
    return backTo(asked, { admin_consent: 'True', tenant: by.companyId, scope: tokenScope });
  };

  const signInDoors = tenants.map((tenant) =>
    doorAt(
      `/${tenant}/oauth2/v2.0/authorize`,
      {
        ...people(tenant),
        scopesOf: (query) => openScopesOf(query.get('scope') ?? ''),
        inWords: (scope) => OPEN_SCOPES[scope] ?? scope,
      },
      signedIn,
    ),
  );
  const consentDoors = tenants.map((tenant) =>
    doorAt(
      `/${tenant}/v2.0/adminconsent`,
      {
        ...people(tenant),
        scopesOf: (query) => (query.get('scope') === tokenScope ? appPermissions : null),
        inWords: (permission) => IN_WORDS[permission as Permission],
      },
      consented,
    ),
  );
  return {
    routes: [...signInDoors, ...consentDoors].flatMap(({ routes }) => routes),
    signIns: signInDoors.map(({ signIn }) => signIn),
    nonceOf: (code) => nonces.get(code) ?? null,
  };
};

const OPEN_SCOPES: Readonly<Record<string, string>> = {
  openid: 'sign you in',
  profile: 'see your name',
  email: 'see your e-mail address',
  offline_access: 'keep what you allowed',
};

/** Null where it is no sign-in, or asks for more than one. */
const openScopesOf = (scope: string): readonly string[] | null => {
  const names = scope.split(' ').filter((name) => name !== '');
  return names.includes('openid') && names.every((name) => Object.hasOwn(OPEN_SCOPES, name)) ? names : null;
};

const IN_WORDS: Readonly<Record<Permission, string>> = {
  'CallRecords.Read.All': 'read all call records of the organisation',
  'User.Read.All': 'read everybody’s profile',
  'Organization.Read.All': 'see the organisation’s name and domains',
  'TeamsUserConfiguration.Read.All': 'see who has which number in Teams',
};

const choicesOf = (companies: Companies, tenant: string): readonly SignInChoice[] =>
  companies
    .all()
    .filter(({ id }) => MANY.includes(tenant) || id === tenant)
    .flatMap((company) =>
      company.users.filter(signsIn).map((user) => ({
        name: user.displayName,
        email: user.mail ?? user.userPrincipalName,
        company: company.name,
        standing: standingOf(user),
      })),
    );

const standingOf = ({ administers }: SimulatedUser): string =>
  administers === 'global'
    ? 'Global Administrator'
    : administers === 'lesser'
      ? 'User Administrator'
      : 'no administrator';
