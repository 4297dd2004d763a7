import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { callerOf, TenantTermsBook } from '../access/index.js';
import { problem } from '../support/problems.js';

/** For routes about points: whoever is told minutes alone has no use of them. */
@Injectable()
export class PointsGuard implements CanActivate {
  constructor(private readonly terms: TenantTermsBook) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const caller = callerOf(context.switchToHttp().getRequest<object>());
    if ((await this.terms.explainedTo(caller)) === 'minutes') throw problem('points_not_told');
    return true;
  }
}
