import type { Answer, Incoming } from './answer.js';
import { ConsentPages } from './consent-pages.js';
import type { SignInChoice } from './consent-pages.js';
import { mayRedirectTo } from './oauth-clients.js';
import type { OAuthClient } from './oauth-clients.js';
import { answersChallenge, challengeOf } from './pkce.js';
import type { Challenge } from './pkce.js';
import type { Route } from './router.js';
import { Tickets } from './tickets.js';

const CODE_SECONDS = 60;
const TRANSACTION_MS = 600_000;
const LAPSED = 'This sign-in has lapsed or was used already. Go back to the application and begin again.';

/** Who signed in, of which company. */
export interface SignedIn {
  readonly companyId: string;
  readonly userId: string;
}

/** Somebody who signs in, as the consent page names them. */
export interface SigningIn extends SignedIn {
  readonly name: string;
  readonly company: string;
}

/** How people sign in at a vendor, and allow or deny. */
export interface SignInOptions {
  /** The vendor, as its pages name it. */
  readonly vendor: string;
  /** Where its pages are: that of the vendor's own, and two of the simulator's. */
  readonly paths: { readonly authorize: string; readonly signIn: string; readonly consent: string };
  readonly clients: readonly OAuthClient[];
  /** Who may sign in, for the list on the page. */
  readonly choices: () => readonly SignInChoice[];
  /** Who signs in with an e-mail; null where nobody does. */
  readonly find: (email: string) => SigningIn | null;
  /** What the application asks for; null is answered with `invalid_scope`. */
  readonly scopesOf: (query: URLSearchParams) => readonly string[] | null;
  /** What a scope means, in words. */
  readonly inWords: (scope: string) => string;
  /** Goes back to the application with each code. */
  readonly besidesCode?: Readonly<Record<string, string>>;
  /** For how long a code is good; 60 unless given. A sign-in takes ten minutes at most. */
  readonly codeSeconds?: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A consent that a code stands for. */
export interface Consented extends SignedIn {
  readonly clientId: string;
  readonly scopes: readonly string[];
}

interface Asked {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly challenge: Challenge | null;
}

/** A sign-in that is under way, held here so that no form carries more than its name. */
interface Transaction {
  readonly asked: Asked;
  readonly signedIn: SignedIn | null;
}

/**
 * The authorisation endpoint of a simulated vendor with its sign-in and consent pages, and the codes that come of them.
 * Its pages can be walked through by a browser, and by {@link answerConsent} without one.
 */
export class SignIn {
  readonly routes: readonly Route[];
  readonly #options: SignInOptions;
  readonly #pages: ConsentPages;
  readonly #transactions: Tickets<Transaction>;
  readonly #codes: Tickets<{ readonly asked: Asked; readonly consent: Consented }>;

  constructor(options: SignInOptions) {
    const { paths, vendor, codeSeconds = CODE_SECONDS, now } = options;
    this.#options = options;
    this.#pages = new ConsentPages(vendor, paths);
    this.#transactions = new Tickets(TRANSACTION_MS, now);
    this.#codes = new Tickets(codeSeconds * 1_000, now);
    this.routes = [
      { method: 'GET', path: paths.authorize, handle: (request) => this.#authorize(request) },
      { method: 'POST', path: paths.signIn, handle: (request) => this.#signIn(request) },
      { method: 'POST', path: paths.consent, handle: (request) => this.#consent(request) },
    ];
  }

  /**
   * What a code of a token request stands for. The code is spent, whatever comes of it.
   *
   * @param form with `code`, `redirect_uri` and, where a challenge was given, `code_verifier`
   * @returns or what is wrong: the `code` (unknown, spent, too old, another client's), the `redirect_uri`, the `code_verifier`
   */
  redeem(clientId: string, form: URLSearchParams): Consented | 'code' | 'redirect_uri' | 'code_verifier' {
    const code = this.#codes.redeem(form.get('code') ?? '');
    if (code === null || code.asked.clientId !== clientId) return 'code';
    if (form.get('redirect_uri') !== code.asked.redirectUri) return 'redirect_uri';
    if (!answersChallenge(code.asked.challenge, form.get('code_verifier'))) return 'code_verifier';
    return code.consent;
  }

  #authorize({ query }: Incoming): Answer {
    const { clients, vendor, scopesOf, choices } = this.#options;
    const client = clients.find(({ clientId }) => clientId === query.get('client_id'));
    if (client === undefined) return this.#pages.problem(`${vendor} does not know this application (client_id).`);
    const redirectUri = query.get('redirect_uri') ?? '';
    if (!mayRedirectTo(client, redirectUri)) {
      return this.#pages.problem(
        'This application has not registered the address that the answer should go to (redirect_uri).',
      );
    }
    const state = query.get('state');
    const refuseTo = (error: string): Answer => redirect(redirectUri, { error, state });
    if ((query.get('response_type') ?? 'code') !== 'code') return refuseTo('unsupported_response_type');
    const scopes = scopesOf(query);
    if (scopes === null) return refuseTo('invalid_scope');
    const challenge = challengeOf(query);
    if (challenge === 'invalid') return refuseTo('invalid_request');
    const asked: Asked = { clientId: client.clientId, redirectUri, state, scopes, challenge };
    return this.#pages.signIn(this.#transactions.issue({ asked, signedIn: null }), choices());
  }

  #signIn({ body }: Incoming): Answer {
    const form = new URLSearchParams(body);
    const name = form.get('transaction') ?? '';
    const transaction = this.#transactions.read(name);
    if (transaction === null) return this.#pages.problem(LAPSED);
    const { clients, choices, find, inWords } = this.#options;
    const email = (form.get('email') ?? '').trim();
    const found = find(email);
    if (found === null) return this.#pages.signIn(name, choices(), email);
    this.#transactions.redeem(name);
    const { asked } = transaction;
    const signedIn: SignedIn = { companyId: found.companyId, userId: found.userId };
    return this.#pages.consent(this.#transactions.issue({ asked, signedIn }), {
      client: clients.find(({ clientId }) => clientId === asked.clientId)?.name ?? 'This application',
      name: found.name,
      email,
      company: found.company,
      scopes: asked.scopes.map((scope) => ({ name: scope, words: inWords(scope) })),
      redirectOrigin: new URL(asked.redirectUri).origin,
    });
  }

  #consent({ body }: Incoming): Answer {
    const form = new URLSearchParams(body);
    const decision = form.get('decision');
    const transaction = this.#transactions.redeem(form.get('transaction') ?? '');
    if (transaction?.signedIn == null || (decision !== 'allow' && decision !== 'deny')) {
      return this.#pages.problem(LAPSED);
    }
    const { asked, signedIn } = transaction;
    const { redirectUri, state, clientId, scopes } = asked;
    if (decision === 'deny') return redirect(redirectUri, { error: 'access_denied', state });
    const code = this.#codes.issue({ asked, consent: { clientId, scopes, ...signedIn } });
    return redirect(redirectUri, { code, state, ...this.#options.besidesCode });
  }
}

const redirect = (to: string, parameters: Readonly<Record<string, string | null>>): Answer => {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href, 'referrer-policy': 'no-referrer' } };
};
