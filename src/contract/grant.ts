/** How an administrator lets this host in, by `kind`. What is kept of it is sealed; a provider sees none of it. */
export type Grant = CodeGrant | ConsentGrant | KeysGrant;

/** OAuth 2, authorisation code: an administrator signs in at the vendor and allows access. */
export interface CodeGrant {
  readonly kind: 'code';
  /** At `authorizeUrl` of the vendor's origins. */
  readonly authorizePath: string;
  /** At `tokenUrl`. */
  readonly tokenPath: string;
  /** Takes the grant back, on refusal and on disconnect; absent where the vendor has no such thing. */
  readonly revoke?: OAuthRevocation;
  readonly scopes: readonly OAuthScope[];
  /**
   * Present where the scopes stand in the vendor's registration of this host, and its sign-in takes none: then none are
   * sent. They are shown to the administrator all the same.
   */
  readonly scopesAreRegistered?: true;
  /** Whether the vendor takes PKCE (S256). Where it does, it is always used. */
  readonly pkce: boolean;
  /** Where the vendor wants the client's id and secret: in the form body or in a Basic header. */
  readonly clientAuth: 'body' | 'basic';
  /**
   * After how many milliseconds a refresh token dies that nobody used. The platform renews the grant when half of that is
   * over, also of a connection that fetches nothing. Left out: a refresh token does not expire when it is unused.
   */
  readonly refreshIdleMs?: number;
}

/**
 * An administrator signs in, which proves whose account it is, and then allows this application for all of it, once. From
 * there on tokens are made by client credentials, as often as needed; nothing is stored but the account's id, and a token
 * until it runs out. `{account}` in a path stands for that id. The client's id and secret go in the form's body.
 *
 * Both steps lead back to the same address of this host. The way back from a consent names an account, and anybody could
 * write another there: only the id token of the sign-in counts, which the vendor's token endpoint hands out. A consent that
 * names another account than the one which signed in is refused.
 *
 * @example
 * { kind: 'consent',
 *   signIn: { authorizePath: '/organizations/authorize', tokenPath: '/organizations/token', scope: 'openid profile',
 *     accountClaim: 'tid', issuerPath: '/{account}/v2.0' },
 *   consent: { path: '/{account}/adminconsent', accountParam: 'tenant' },
 *   tokenPath: '/{account}/token', tokenScope: 'https://api.phone.example/.default',
 *   scopes: [{ name: 'Calls.Read.All', why: 'To list the calls of your company.' }] }
 */
export interface ConsentGrant {
  readonly kind: 'consent';
  /** Proves whose account it is: OpenID Connect, authorisation code with PKCE (S256) and a nonce. */
  readonly signIn: {
    /** At `authorizeUrl` of the vendor's origins. */
    readonly authorizePath: string;
    /** At `tokenUrl`. */
    readonly tokenPath: string;
    /** `openid`, and what else the vendor wants before it names the account. */
    readonly scope: string;
    /** The claim of the id token that names the account: as `identify` names it. */
    readonly accountClaim: string;
    /** Who issues the id token (`iss`): with `{account}`, at `tokenUrl`. */
    readonly issuerPath: string;
  };
  /** Where the administrator allows the application. */
  readonly consent: {
    /** With `{account}`, at `authorizeUrl`. */
    readonly path: string;
    /** The parameter of the way back that names the account. */
    readonly accountParam: string;
  };
  /** Where tokens are made by client credentials: with `{account}`, at `tokenUrl`. */
  readonly tokenPath: string;
  /** What the consent and each token are asked for. */
  readonly tokenScope: string;
  /** What the application may do then, as the vendor's page for the consent lists it. */
  readonly scopes: readonly OAuthScope[];
}

/**
 * Two words that an administrator makes at the vendor and types on the settings page: for vendors that have no OAuth for
 * the customer's own use. Each request carries them as HTTP Basic. Such a phone system needs no registration of this host
 * (its {@link ProviderClient} is its origins alone), and nothing can be revoked: on disconnect the keys are forgotten here,
 * and the page says to delete them at the vendor.
 *
 * @example
 * { kind: 'keys', idLabel: 'API ID', secretLabel: 'API token', instructions: 'In Acme Phone, open Company → API keys.',
 *   keysUrl: 'https://phone.example/api-keys', scopes: [{ name: 'all', why: 'Keys of Acme Phone open everything.' }] }
 */
export interface KeysGrant {
  readonly kind: 'keys';
  /** What the vendor calls the first word, such as `API ID`. It may have no colon: Basic has one between the two. */
  readonly idLabel: string;
  /** What the vendor calls the second word, such as `API token`. */
  readonly secretLabel: string;
  /** How the two are made there, in sentences for the administrator. */
  readonly instructions: string;
  /** The page of the vendor's where they are made; https. */
  readonly keysUrl: string;
  /** What the two open, and why that is needed. */
  readonly scopes: readonly OAuthScope[];
}

/** How a grant is taken back: by POST. */
export interface OAuthRevocation {
  /** At `tokenUrl` of the vendor's origins. */
  readonly path: string;
  /**
   * Where the access token goes:
   * - `bearer`: in the Authorization header
   * - `form`: in the form field `token`, beside the client's own id and secret (RFC 7009)
   */
  readonly token: 'bearer' | 'form';
}

/** One right that is asked for. */
export interface OAuthScope {
  readonly name: string;
  /** Why it is asked for, in a sentence that an administrator reads before allowing it. */
  readonly why: string;
}
