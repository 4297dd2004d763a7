import { Injectable } from '@nestjs/common';
import { type PhoneSystemProvider, ProviderError, type ProviderFailure } from '../../contract/index.js';
import { EventLog, wordsOf } from '../../tracing/index.js';
import type { AttemptOf, ConnectAttempt } from './connect-attempts.service.js';
import { ConnectService } from './connect.service.js';
import { consenting, Consents } from './consents.service.js';
import { toldFailure } from '../requests/told-failure.js';
import type { ConnectOutcome } from './return-to.js';
import { VendorSignIn } from './vendor-sign-in.service.js';

/** A browser that came back from the vendor. Nothing in the query is believed. */
export interface CameBack {
  readonly browser: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** Of the callback route, with the host's prefix. */
  readonly path: string;
  /** What the host puts in front of this package's routes, such as `/api`. */
  readonly prefix: string;
}

/** How a visit ended; or that whoever signed in goes on from there, to allow the application. */
export type VisitEnd =
  { readonly outcome: ConnectOutcome } | { readonly outcome: 'proven'; readonly consentAddress: string };

/** What a vendor answers that means: somebody said no. */
const DENIED: ReadonlySet<string> = new Set(['access_denied', 'consent_required']);

/** Visits to the vendor's pages, there and back, in the way in which the vendor grants access. */
@Injectable()
export class Visits {
  private readonly log = new EventLog(Visits.name);

  constructor(
    private readonly signIn: VendorSignIn,
    private readonly consents: Consents,
    private readonly connecting: ConnectService,
  ) {}

  /**
   * Where the browser goes.
   *
   * @param path of the callback route, with the host's prefix
   */
  async begin(provider: PhoneSystemProvider, of: AttemptOf, path: string): Promise<string> {
    const asks = consenting(provider);
    if (asks !== null) return await this.consents.begin(asks, of, path);
    return await this.signIn.begin(provider.descriptor.key, of, path);
  }

  /** Goes on with an attempt whose state came back. Whatever fails is an end of it. */
  async comeBack(provider: PhoneSystemProvider, attempt: ConnectAttempt, back: CameBack): Promise<VisitEnd> {
    const { query } = back;
    const error = textOf(query['error']);
    if (error !== '') return { outcome: DENIED.has(error) ? 'access_denied' : endOf(refusalIn(provider, query)) };
    try {
      return await this.goOn(provider, attempt, back);
    } catch (error) {
      const { key } = provider.descriptor;
      this.log.warn('connect-failed', `Connecting ${key} failed: ${wordsOf(error)}`, { provider: key });
      return { outcome: endOf(error instanceof ProviderError ? error.failure : undefined) };
    }
  }

  private async goOn(provider: PhoneSystemProvider, attempt: ConnectAttempt, back: CameBack): Promise<VisitEnd> {
    const { browser, query, path, prefix } = back;
    const asks = consenting(provider);
    if (asks !== null && attempt.provenAccount !== null) {
      return { outcome: await this.consents.finish(asks, attempt, attempt.provenAccount, query, prefix) };
    }
    const code = textOf(query['code']);
    if (code === '') return { outcome: 'vendor_error' };
    if (asks !== null) {
      return { outcome: 'proven', consentAddress: await this.consents.leadOn(asks, attempt, browser, code, path) };
    }
    const tokens = await this.signIn.finish(provider.descriptor.key, query, attempt, path);
    return { outcome: await this.connecting.complete(attempt, provider, tokens, prefix) };
  }
}

/** An error that a browser brought back in the place of a code, as the provider reads it. */
function refusalIn(provider: PhoneSystemProvider, query: CameBack['query']): ProviderFailure | undefined {
  const { grant } = provider.descriptor;
  const path =
    grant.kind === 'code' ? grant.authorizePath : grant.kind === 'consent' ? grant.signIn.authorizePath : '/';
  const { error, error_description } = query;
  const answer = { status: 400, headers: new Headers(), text: JSON.stringify({ error, error_description }) };
  return toldFailure(provider, { from: 'sign-in', path, query: {} }, answer, new Date())?.failure;
}

const endOf = (failure: ProviderFailure | undefined): ConnectOutcome =>
  failure?.kind === 'unsupported' ? 'not_supported' : 'vendor_error';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
