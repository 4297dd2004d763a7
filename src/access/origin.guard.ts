import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { problem } from '../support/problems.js';
import type { PhoneSystemSettings } from '../support/settings.js';

interface BrowserRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses what another site's page makes a signed-in browser change: a request that changes something may carry no
 * `Origin`, the host's public one, or the one that it was sent to.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  constructor(@Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings) {}

  canActivate(context: ExecutionContext): true {
    const { method, headers } = context.switchToHttp().getRequest<BrowserRequest>();
    const { origin, host } = headers;
    if (READS.includes(method.toUpperCase()) || origin === undefined) return true;
    if (typeof origin === 'string' && URL.canParse(origin)) {
      const from = new URL(origin);
      if (from.origin === new URL(this.settings.publicUrl).origin || from.host === host) return true;
    }
    throw problem('foreign_origin');
  }
}
