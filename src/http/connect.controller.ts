import { randomBytes } from 'node:crypto';
import { Get, Header, Inject, Param, Query, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiFoundResponse, ApiOperation, ApiQuery } from './describing.js';
import { Allow, CurrentCaller, HOST_ACCESS, People, readCaller } from '../access/index.js';
import {
  type AttemptEnd,
  CONNECT_FAILURES,
  type ConnectAttempt,
  ConnectAttempts,
  ConnectService,
  readReturnTo,
  type VisitEnd,
  Visits,
  withOutcome,
} from '../connection/index.js';
import type { Access, Caller } from '../contract/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { problem } from '../support/problems.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog, wordsOf } from '../tracing/index.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiDoor, ApiOpened, ApiProblems, ApiSignedIn } from './api-problem.decorator.js';
import { type BrowserRequest, browserCookie, browserOf } from './browser-cookie.js';
import { Door } from './doors.js';
import { EntranceCheck } from './entrance-check.service.js';
import { ConnectQuery } from './inputs/connect.input.js';
import { InstalledKey } from './installed-key.pipe.js';
import { installedProvider } from './installed-provider.js';
import { keysNeeded } from './other-grant.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { RequestWork } from './request-work.js';
import { OpenedGuard } from './opened.guard.js';
import { prefixOf, type RoutedTo, routePath } from './route-path.js';

/** Vendors add to it what they like, so nothing in it is refused, and nothing is believed. */
type CallbackQuery = Readonly<Record<string, unknown>>;
type Incoming = BrowserRequest & RoutedTo;

/**
 * To the vendor's sign-in, and back. Every way back leads to a page of the host that can say what happened. Codes and
 * states stand in these addresses: nobody is told where the browser came from.
 */
@PhoneSystemController('phone-systems/:key')
@ApiProblems('unknown_provider')
@ApiSystemKey()
export class ConnectController {
  private readonly log = new EventLog(ConnectController.name);

  constructor(
    private readonly registry: PhoneSystemRegistry,
    private readonly visits: Visits,
    private readonly attempts: ConnectAttempts,
    private readonly connecting: ConnectService,
    @Inject(HOST_ACCESS) private readonly access: Access,
    private readonly people: People,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
    private readonly adapterHost: HttpAdapterHost,
    private readonly entrance: EntranceCheck,
  ) {}

  @Get('connect')
  @Header('Referrer-Policy', 'no-referrer')
  @UseGuards(OpenedGuard)
  @ApiOpened()
  @UseInterceptors(RequestWork)
  @Allow('admin')
  @Door('connect')
  @ApiDoor()
  @ApiOperation({
    summary: 'Leads to the sign-in of the phone system',
    description:
      'Open it in the browser of an administrator; it redirects. The attempt is bound to that browser and is valid for ten minutes. After the sign-in, the browser comes back to `returnTo` with the outcome.',
  })
  @ApiQuery({
    name: 'returnTo',
    required: false,
    description: 'A path of this host; absent: the settings page',
    example: '/settings/products/phone-system',
  })
  @ApiFoundResponse({
    description: 'To the vendor; or back at once with `outcome=failed`, without licence or domain',
    headers: { Location: { schema: { type: 'string' }, description: "The vendor's sign-in" } },
  })
  @ApiProblems(
    'invalid_return_to',
    ['invalid_input', 'returnTo must be a string'],
    ['keys_needed', 'Acme Phone', 'acme-phone'],
  )
  @ApiSignedIn()
  async connect(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Query() query: ConnectQuery,
    @Req() request: Incoming,
    @Res() response: object,
  ): Promise<void> {
    this.lead(response, await this.wayToConnect(caller, key, query, request, response));
  }

  private async wayToConnect(
    caller: Caller,
    key: string,
    query: ConnectQuery,
    request: Incoming,
    response: object,
  ): Promise<string> {
    const returnTo = query.returnTo === undefined ? this.settings.settingsPath : readReturnTo(query.returnTo);
    if (returnTo === null) {
      throw problem('invalid_return_to');
    }
    const provider = installedProvider(this.registry, key);
    if (provider.descriptor.grant.kind === 'keys') throw keysNeeded(provider.descriptor);
    const refusal = await this.connecting.refusalBefore(caller.tenantId);
    if (refusal !== null) return withOutcome(returnTo, key, refusal);
    if (provider.client === null) {
      this.log.warn('not-configured', `${key} is not configured: set its client id and secret.`, { provider: key });
      return withOutcome(returnTo, key, 'vendor_error');
    }
    const browser = browserOf(request, isBehindHttps(this.settings)) ?? randomBytes(32).toString('base64url');
    const away = await this.visits.begin(provider, { ...caller, returnTo, browser }, callbackPath(request, key));
    this.remember(browser, response);
    return away;
  }

  @Get('callback')
  @Header('Referrer-Policy', 'no-referrer')
  @UseGuards(OpenedGuard)
  @ApiOpened()
  @UseInterceptors(RequestWork)
  @Allow('vendor')
  @Door('callback')
  @ApiDoor()
  @ApiOperation({
    summary: "Where the phone system's sign-in leads back to",
    description: `Where it failed, \`code\` is one of ${CONNECT_FAILURES.map((code) => `\`${code}\``).join(', ')}. The same browser that opens it again within ten minutes is told what the first opening came to.`,
    security: [],
  })
  @ApiQuery({ name: 'state', required: false, description: 'What this host gave along', schema: { type: 'string' } })
  @ApiQuery({ name: 'code', required: false, description: 'Where access was allowed', schema: { type: 'string' } })
  @ApiQuery({ name: 'error', required: false, description: 'Where it was not', schema: { type: 'string' } })
  @ApiFoundResponse({
    description: 'To `returnTo`, with `phoneSystem`, `outcome` and, where it failed, `code`',
    headers: {
      Location: {
        schema: { type: 'string' },
        example: '/settings/products/phone-system?phoneSystem=dialpad&outcome=connected',
      },
    },
  })
  async callback(
    @Param('key', InstalledKey) key: string,
    @Query() query: CallbackQuery,
    @Req() request: Incoming,
    @Res() response: object,
  ): Promise<void> {
    const isCheck = this.entrance.isOwn(request.headers);
    this.lead(response, isCheck ? this.settings.settingsPath : await this.wayBack(key, query, request, response));
  }

  private async wayBack(key: string, query: CallbackQuery, request: Incoming, response: object): Promise<string> {
    const state = typeof query['state'] === 'string' ? query['state'] : '';
    const browser = browserOf(request, isBehindHttps(this.settings)) ?? '';
    const provider = installedProvider(this.registry, key);
    const path = callbackPath(request, key);
    const taken = await this.attempts.take(state, browser, key);
    const unknown = withOutcome(this.settings.settingsPath, key, 'state_unknown');
    if (taken.kind === 'unknown') return unknown;
    const { attempt } = taken;
    if (taken.kind === 'repeated') {
      if (!(await this.mayStill(attempt, request))) return unknown;
      const outcome = await this.attempts.outcomeOf(state);
      // It proved an account once, and what it proved it proved to the first opening: this one proves it anew.
      if (outcome === 'proven') return await this.visits.begin(provider, { ...attempt, browser }, path);
      return outcome === null ? attempt.returnTo : withOutcome(attempt.returnTo, key, outcome);
    }
    let outcome: AttemptEnd = 'state_unknown';
    try {
      if (!(await this.mayStill(attempt, request))) return unknown;
      const back = { browser, query, path, prefix: prefixOf(request, key) };
      const end: VisitEnd =
        taken.kind === 'expired' ? { outcome: 'state_expired' } : await this.visits.comeBack(provider, attempt, back);
      outcome = end.outcome;
      if (end.outcome !== 'proven') return withOutcome(attempt.returnTo, key, end.outcome);
      this.remember(browser, response);
      return end.consentAddress;
    } finally {
      // However it ended, and also where this cannot be noted: what has become of it is so.
      await this.attempts.end(state, outcome).catch((error: unknown) => {
        this.log.warn('outcome-not-noted', `How connecting ${key} ended was not noted: ${wordsOf(error)}`, {
          provider: key,
        });
      });
    }
  }

  /**
   * Whoever began may have left meanwhile, have lost the right, or not be the one who is signed in. A host that knows people
   * by something that a redirect does not bring along, such as a header, knows nobody here.
   */
  private async mayStill({ tenantId, employeeId }: ConnectAttempt, request: Incoming): Promise<boolean> {
    const caller = readCaller(await this.access.whoIs(request));
    if (caller === null) return (await this.people.find(tenantId, employeeId))?.active === true;
    return caller.role === 'admin' && caller.tenantId === tenantId && caller.employeeId === employeeId;
  }

  /** For as long as the attempt that has just begun. */
  private remember(browser: string, response: object): void {
    const cookie = browserCookie(browser, isBehindHttps(this.settings));
    this.adapterHost.httpAdapter.appendHeader(response, 'Set-Cookie', cookie);
  }

  private lead(response: object, to: string): void {
    this.adapterHost.httpAdapter.redirect(response, 302, to);
  }
}

const isBehindHttps = ({ publicUrl }: PhoneSystemSettings): boolean => publicUrl.startsWith('https://');

/** The callback beside this route. */
const callbackPath = (request: Incoming, key: string): string =>
  routePath(request, key).replace(/\/(connect|callback)\/?$/, '/callback');
