import { bearerOf, Refused } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming, Route } from 'prodoscore-phone-systems/testing';
import type { AccessTokens } from './access-tokens.js';
import type { Companies } from './companies.js';
import type { Consents } from './consents.js';
import { refuse } from './errors.js';
import type { TeamsCompany } from './model.js';
import type { Permission } from './options.js';
import type { CountedAs, RateKeeper } from './rate-limits.js';

/** Which application is asking, and in whose tenant. */
export interface Caller {
  readonly clientId: string;
  readonly company: TeamsCompany;
}

/** One route of Graph: what it is counted as, what it needs, and what it answers. */
export interface ApiRoute {
  readonly method: Route['method'];
  readonly path: string;
  readonly permission: Permission;
  /** Answers a tenant without a licence for Teams Phone, too. */
  readonly alsoUnlicensed?: true;
  readonly countedAs: (request: Incoming) => CountedAs;
  readonly handle: (request: Incoming, caller: Caller) => Answer | Promise<Answer>;
}

interface Guard {
  readonly companies: Companies;
  readonly consents: Consents;
  readonly accessTokens: AccessTokens;
  readonly limits: RateKeeper;
  readonly isLicensed: (companyId: string) => boolean;
}

/** Puts token, limits and permissions in front of Graph's routes. */
export const guarded = (routes: readonly ApiRoute[], guard: Guard): readonly Route[] =>
  routes.map((route) => ({
    method: route.method,
    path: route.path,
    handle: async (request) => {
      const caller = callerOf(request, guard);
      const refusal = guard.limits.admit(caller.clientId, caller.company.id, route.countedAs(request));
      return refusal ?? (await permitted(route, request, caller, guard));
    },
  }));

const callerOf = (request: Incoming, { accessTokens, companies }: Guard): Caller => {
  const token = bearerOf(request) ?? refuse(401, 'InvalidAuthenticationToken', 'Access token is empty.');
  const claims = accessTokens.read(token);
  if (claims === 'expired') {
    return refuse(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
  }
  if (claims === 'unknown') return refuse(401, 'InvalidAuthenticationToken', 'Access token validation failure.');
  if (claims.of === 'person') return refuse(403, 'Forbidden', 'Delegated permissions are not supported.');
  return { clientId: claims.clientId, company: companies.named(claims.companyId) };
};

const permitted = async (route: ApiRoute, request: Incoming, caller: Caller, guard: Guard): Promise<Answer> => {
  try {
    const { permission } = route;
    const { company, clientId } = caller;
    const isLicensed = route.alsoUnlicensed === true || guard.isLicensed(company.id);
    if (!isLicensed || !guard.consents.permissionsOf(company.id, clientId).includes(permission)) {
      const ofDirectory = permission === 'User.Read.All' || permission === 'Organization.Read.All';
      if (ofDirectory) {
        refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
      }
      refuse(403, 'Forbidden', isLicensed ? 'Insufficient permissions.' : 'The tenant has no license for this.');
    }
    return await route.handle(request, caller);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
};
