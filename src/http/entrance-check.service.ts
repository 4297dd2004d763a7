import { randomBytes, randomUUID } from 'node:crypto';
import { type IncomingMessage, request as httpRequest, type RequestOptions, type Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PhoneSystemRegistry } from '../registry/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog } from '../tracing/index.js';
import { Platform } from './platform.js';

export const CALLBACK_PATH = 'phone-systems/:key/callback';
export const DELIVERY_PATH = 'phone-systems/:key/hooks/:connectionId';

const MARK = 'x-phone-systems-check';
const PATIENCE_MS = 5_000;
const NO_EVENTS = 'Calls are not told as they end, and come with the next round only';
const NO_CONNECTION = 'Nobody can connect';
/** In the form of a signed text, and no JSON, though it says so. */
const DELIVERED = 'e30.e30.c2lnbmVk';

/** What an own request was answered with; null where there was no answer. */
interface Answered {
  readonly status: number;
  readonly location: string | undefined;
}

/**
 * Tries, once the host listens, whether what comes from a phone system gets through: nothing else tells of a guard, a
 * parser or a middleware of the host that turns it away, for its sender is no person.
 */
@Injectable()
export class EntranceCheck implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new EventLog('PhoneSystems');
  private readonly mark = randomBytes(24).toString('base64url');
  private readonly stopping = new AbortController();

  constructor(
    private readonly platform: Platform,
    private readonly registry: PhoneSystemRegistry,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  onApplicationBootstrap(): void {
    const { server } = this.platform;
    server?.once('listening', () => void this.check(server));
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Whether a request is one of this check's own: what it asks for is not done. */
  isOwn(headers: Readonly<Record<string, unknown>>): boolean {
    return headers[MARK] === this.mark;
  }

  /** Whether the bytes of an own delivery are those that were sent. */
  isWhole(body: Uint8Array): boolean {
    return Buffer.from(body).equals(Buffer.from(DELIVERED));
  }

  private async check(server: Server): Promise<void> {
    const [provider] = this.registry.all();
    if (provider === undefined) return;
    const here = (path: string): string =>
      path.replace(':key', provider.descriptor.key).replace(':connectionId', randomUUID());
    for (const address of this.platform.addressesOf(DELIVERY_PATH)) {
      const answered = await this.ask(server, 'POST', here(address));
      this.tell(`POST ${address}`, answered, answered?.status === 204, NO_EVENTS);
    }
    for (const address of this.platform.addressesOf(CALLBACK_PATH)) {
      const answered = await this.ask(server, 'GET', here(address));
      const isOurs = answered?.status === 302 && answered.location === this.settings.settingsPath;
      this.tell(`GET ${address}`, answered, isOurs, NO_CONNECTION);
    }
  }

  private tell(route: string, answered: Answered | null, isOpen: boolean, consequence: string): void {
    if (isOpen) return this.log.debug('entrance-open', `What comes from a phone system gets through: ${route}.`);
    if (answered === null) {
      return this.log.debug('entrance-unknown', `Whether what comes to ${route} gets through could not be tried.`);
    }
    const { status } = answered;
    this.log.warn(
      'entrance-closed',
      `What comes from a phone system does not get through: ${route} was answered ${status} by something that stands in front of this package. ` +
        `${consequence}. Let this path pass the host's guards, middleware and versions, as the README shows.`,
      { route, status },
    );
  }

  /** As the vendor or a browser would from outside, past a proxy that ends TLS. */
  private ask(server: Server, method: string, path: string): Promise<Answered | null> {
    const { host, protocol } = new URL(this.settings.publicUrl);
    const isTls = server instanceof TlsServer;
    const options: RequestOptions & { rejectUnauthorized: boolean } = {
      ...placeOf(server),
      method,
      path,
      agent: false,
      headers: {
        host,
        'x-forwarded-host': host,
        'x-forwarded-proto': protocol.slice(0, -1),
        'user-agent': 'prodoscore-phone-systems (checks its own entrance)',
        [MARK]: this.mark,
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(PATIENCE_MS)]),
      // It is this process itself.
      rejectUnauthorized: false,
    };
    return new Promise((resolve) => {
      const asked = (isTls ? httpsRequest : httpRequest)(options, (answer: IncomingMessage) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location });
      });
      asked.once('error', () => resolve(null));
      asked.end(method === 'POST' ? DELIVERED : undefined);
    });
  }
}

/** How a server is reached from here. */
function placeOf(server: Server): RequestOptions {
  const address = server.address() as AddressInfo | string | null;
  if (typeof address === 'string') return { socketPath: address };
  const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': 'localhost' };
  const host = address?.address ?? '';
  return { host: everywhere[host] ?? host, port: address?.port };
}
