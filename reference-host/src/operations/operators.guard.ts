import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { isSameSecret, Problem, type Secret } from 'prodoscore-phone-systems';
import { HostAccess } from '../people/host-access.js';

export const METRICS_TOKEN = Symbol('METRICS_TOKEN');

/** Lets through who has the token of the setting, and administrators. */
@Injectable()
export class OperatorsGuard implements CanActivate {
  constructor(
    private readonly access: HostAccess,
    @Inject(METRICS_TOKEN) private readonly token: Secret | null,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<Request>();
    if (this.token !== null && isToken(request.headers.authorization, this.token)) return true;
    const caller = await this.access.whoIs(request);
    if (caller?.role === 'admin') return true;
    if (caller !== null) throw new Problem(403, 'not_allowed', 'You may not see this; it is for administrators.');
    throw new Problem(
      401,
      'signed_out',
      'This is for operators: send the token of METRICS_TOKEN (Authorization: Bearer …), or sign in as an administrator.',
    );
  }
}

function isToken(header: string | undefined, token: Secret): boolean {
  const [, given] = /^Bearer (\S+)$/i.exec(header ?? '') ?? [];
  return given !== undefined && isSameSecret(given, token.reveal());
}
