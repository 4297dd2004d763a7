import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import { type CodeGrant, type PhoneSystemProvider, type ProviderClient, ProviderError } from '../../contract/index.js';
import { PhoneSystemRegistry } from '../../registry/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../../storage/index.js';
import type { PhoneSystemSettings } from '../../support/settings.js';
import { type AttemptOf, type ConnectAttempt, ConnectAttempts } from './connect-attempts.service.js';
import { appOf, TokenEndpoint } from '../tokens/token-endpoint.js';
import type { Tokens } from '../tokens/tokens.js';

/** What Passport's strategies look at of a request, with what this side knows of it. */
interface SignInRequest {
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly phoneSystemIntent?: AttemptOf;
  readonly phoneSystemAttempt?: ConnectAttempt;
}

/** How a strategy ended: with an address to go to, or with a grant. */
type SignInStep = { readonly kind: 'leave'; readonly to: string } | { readonly kind: 'grant'; readonly tokens: Tokens };

/** The vendor sent the browser back without a grant. */
export class VendorRefused extends Error {
  override readonly name = 'VendorRefused';
}

/**
 * Sends browsers to the vendor's sign-in and takes the grants that they bring back. Each installed provider gets a
 * Passport OAuth 2 strategy, made from its descriptor and registered under its key, in a Passport of this package's own:
 * in that of the process, a strategy of the host or of another application could have the same name.
 */
@Injectable()
export class VendorSignIn implements OnModuleInit {
  private readonly passport = new passport.Passport();

  constructor(
    private readonly registry: PhoneSystemRegistry,
    private readonly attempts: ConnectAttempts,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  onModuleInit(): void {
    for (const provider of this.registry.all()) {
      const { client, descriptor } = provider;
      if (client === null || descriptor.grant.kind !== 'code') continue;
      this.passport.use(descriptor.key, strategyFor(provider, client, descriptor.grant, this.attempts));
    }
  }

  /** Where the browser goes to sign in at the vendor. */
  async begin(key: string, intent: AttemptOf, path: string): Promise<string> {
    const step = await this.authenticate(key, { query: {}, headers: {}, phoneSystemIntent: intent }, path);
    if (step.kind !== 'leave') throw new VendorRefused('The phone system was not asked to sign anybody in.');
    return step.to;
  }

  /**
   * Exchanges the code that a browser brought back.
   *
   * @param query of the callback
   * @throws VendorRefused when there is no code, or the vendor does not take it
   */
  async finish(
    key: string,
    query: Readonly<Record<string, unknown>>,
    attempt: ConnectAttempt,
    path: string,
  ): Promise<Tokens> {
    const step = await this.authenticate(key, { query, headers: {}, phoneSystemAttempt: attempt }, path);
    if (step.kind !== 'grant') throw new VendorRefused('The phone system sent no code.');
    return step.tokens;
  }

  /**
   * Runs a strategy, away from any platform: Passport answers redirects by itself, in the way of Node's own responses, so
   * it is given one that only notes where to.
   *
   * @param path of the callback route, with the host's prefix
   */
  private authenticate(key: string, request: SignInRequest, path: string): Promise<SignInStep> {
    return new Promise((resolve, reject) => {
      let to = '';
      const response = {
        setHeader: (name: string, value: string): void => void (name === 'Location' && (to = value)),
        end: (): void => resolve({ kind: 'leave', to }),
      };
      const options = { session: false, callbackURL: new URL(path, this.settings.publicUrl).href };
      const answer = (error: unknown, tokens: Tokens | false | undefined): void => {
        if (error)
          reject(error instanceof Error ? meantBy(error) : new VendorRefused('The phone system refused the sign-in.'));
        else if (tokens) resolve({ kind: 'grant', tokens });
        else reject(new VendorRefused('The phone system refused the sign-in.'));
      };
      const handle = this.passport.authenticate(key, options, answer) as RequestHandler;
      handle(request, response, (error) =>
        reject(error instanceof Error ? error : new Error('Nothing answered the sign-in.')),
      );
    });
  }
}

/** Passport puts what the token endpoint made of it into an error of its own. */
function meantBy(error: Error & { readonly oauthError?: unknown }): Error {
  return error.oauthError instanceof ProviderError ? error.oauthError : error;
}

type RequestHandler = (request: unknown, response: unknown, next: (error?: unknown) => void) => void;

function strategyFor(
  provider: PhoneSystemProvider,
  client: ProviderClient,
  grant: CodeGrant,
  attempts: ConnectAttempts,
): OAuth2Strategy {
  const { clientId, clientSecret } = appOf(client);
  return new VendorStrategy(
    {
      authorizationURL: new URL(grant.authorizePath, client.authorizeUrl ?? client.baseUrl).href,
      tokenURL: new URL(grant.tokenPath, client.tokenUrl ?? client.baseUrl).href,
      clientID: clientId,
      clientSecret: clientSecret.reveal(),
      ...(!grant.scopesAreRegistered && { scope: grant.scopes.map(({ name }) => name) }),
      pkce: grant.pkce,
      state: true,
      skipUserProfile: true,
      store: stateStore(provider.descriptor.key, attempts),
    },
    new TokenEndpoint(provider, client),
    grant.tokenPath,
  );
}

/** One way to the token endpoint, with time-out, size limit and no redirects, for exchange and refresh alike. */
class VendorStrategy extends OAuth2Strategy {
  constructor(options: OAuth2Strategy.StrategyOptions, endpoint: TokenEndpoint, path: string) {
    super(options, takeTokens);
    Object.assign(this._oauth2, {
      getOAuthAccessToken: (code: string, params: Record<string, string>, done: TokensReceived): void => {
        endpoint.request({ path, form: { ...params, code } }, new AbortController().signal).then(
          (tokens) => done(null, tokens.access.reveal(), undefined, tokens),
          (error: unknown) => done(error),
        );
      },
    });
  }
}

/** passport-oauth2 hands over what the endpoint answered where there are five parameters. */
const takeTokens: OAuth2Strategy.VerifyFunction = (
  _access: string,
  _refresh: string,
  tokens: Tokens,
  _profile: unknown,
  done: OAuth2Strategy.VerifyCallback,
) => done(null, tokens);

type TokensReceived = (error: unknown, access?: string, refresh?: string, tokens?: Tokens) => void;
type Stored = (error: Error | null, state?: string) => void;
type Verified = (error: Error | null, verifier?: string | true, state?: unknown) => void;

/** passport-oauth2 chooses how to call a store by the number of its parameters. */
function stateStore(key: string, attempts: ConnectAttempts): OAuth2Strategy.StateStore {
  return {
    store(request: SignInRequest, verifier: string | undefined, _state: unknown, _meta: unknown, done: Stored): void {
      const intent = request.phoneSystemIntent;
      if (intent === undefined) return done(new VendorRefused('Nobody asked for this sign-in.'));
      attempts.begin(intent, key, intent.returnTo, intent.browser, verifier).then((state) => done(null, state), done);
    },
    verify(request: SignInRequest, _state: string, _meta: unknown, done: Verified): void {
      const attempt = request.phoneSystemAttempt;
      if (attempt === undefined) return done(new VendorRefused('Nobody asked for this sign-in.'));
      done(null, attempt.verifier?.reveal() ?? true);
    },
  } as unknown as OAuth2Strategy.StateStore;
}
