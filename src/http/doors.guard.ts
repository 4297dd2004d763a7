import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { allowedOn, callerOf } from '../access/index.js';
import { problem } from '../support/problems.js';
import { networkOf, type Pace, pacesOf } from './doors.js';

interface RoutedRequest {
  readonly ip?: string;
  readonly params: Readonly<Record<string, string>>;
}

const LONGEST_ID = 64;

/** Answers 429 to whoever comes faster than a door allows. It counts what comes to this copy of the host, in memory. */
@Injectable()
export class DoorsGuard implements CanActivate {
  /** One for each pace of each door. */
  private readonly counters = new Map<Pace, RateLimiterMemory>();

  constructor(
    private readonly reflector: Reflector,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const handler = context.getHandler() as () => unknown;
    const paces = pacesOf(this.reflector, handler);
    if (paces === undefined) return true;
    const request = context.switchToHttp().getRequest<RoutedRequest>();
    const response = context.switchToHttp().getResponse<object>();
    await this.count(paces.address, networkOf(request.ip ?? ''), response);
    if (paces.guest !== undefined) await this.count(paces.guest, this.guestOf(handler, request), response);
    return true;
  }

  private async count(pace: Pace, who: string, response: object): Promise<void> {
    try {
      await this.counterOf(pace).consume(who);
    } catch (stopped) {
      if (!(stopped instanceof RateLimiterRes)) throw stopped;
      const seconds = Math.max(1, Math.ceil(stopped.msBeforeNext / 1_000));
      this.adapterHost.httpAdapter.setHeader(response, 'Retry-After', String(seconds));
      throw problem('too_many_requests', seconds);
    }
  }

  private counterOf(pace: Pace): RateLimiterMemory {
    const known = this.counters.get(pace);
    if (known !== undefined) return known;
    const counter = new RateLimiterMemory({ points: pace.requests, duration: pace.seconds });
    this.counters.set(pace, counter);
    return counter;
  }

  /** Whose requests are counted together. */
  private guestOf(handler: () => unknown, request: RoutedRequest): string {
    const isVendors = allowedOn(this.reflector, handler)?.includes('vendor') === true;
    return isVendors ? (request.params['connectionId'] ?? '').slice(0, LONGEST_ID) : callerOf(request).tenantId;
  }
}
