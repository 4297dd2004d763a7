import { failure, refuse } from './answer.js';
import { Refused, bearerOf } from '../vendor/index.js';
import type { Answer, Incoming, Route } from '../vendor/index.js';
import type { Companies } from './companies.js';
import type { Grants } from './grants.js';
import type { LimitKeeper, MinuteLimit } from './limits.js';
import type { SimulatedCompany, SimulatedUser } from './model.js';
import type { Grant } from './state.js';

/** Who is asking, and on whose behalf. */
export interface Caller {
  readonly grant: Grant;
  readonly company: SimulatedCompany;
  readonly user: SimulatedUser;
}

/** One route of the API: what it falls under, and what it answers an administrator. */
export interface ApiRoute {
  readonly method: Route['method'];
  readonly path: string;
  readonly limit: MinuteLimit;
  /** Needed beside being the company's administrator. */
  readonly scope?: string;
  readonly handle: (request: Incoming, caller: Caller) => Answer;
}

/** Puts token, limits and rights in front of the API's routes. */
export const guarded = (
  routes: readonly ApiRoute[],
  { companies, grants, limits }: { companies: Companies; grants: Grants; limits: LimitKeeper },
): readonly Route[] => {
  const callerOf = (request: Incoming): Caller => {
    const grant =
      grants.behind(bearerOf(request) ?? '') ?? refuse(401, 'The access token is unknown, revoked or expired.');
    const company = companies.named(grant.companyId);
    const user = company.users.find(({ id }) => id === grant.userId);
    if (user?.state !== 'active') return refuse(401, 'The person behind the access token is no longer active.');
    return { grant, company, user };
  };
  return routes.map(({ method, path, limit, scope, handle }) => ({
    method,
    path,
    handle: (request) => {
      const caller = callerOf(request);
      const refusal = limits.admit(caller.company.id, limit, `${method} ${path}`);
      if (refusal !== null) throw new Refused(tooMany(refusal.retryAfterSeconds));
      if (!caller.user.isSuperAdmin) refuse(403, 'This needs an administrator of the company.');
      if (scope !== undefined && !caller.grant.scopes.includes(scope)) refuse(403, `This needs the scope ${scope}.`);
      const state = companies.stateOf(caller.company.id);
      if (path !== '/api/v2/company' && state !== 'active' && state !== 'pending') {
        refuse(403, `The company is ${state}.`);
      }
      return handle(request, caller);
    },
  }));
};

const tooMany = (retryAfterSeconds: number | null): Answer =>
  failure(429, 'Too many requests.', retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) });
