import { bearerOf, Refused } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming, Route } from 'prodoscore-phone-systems/testing';
import type { Companies } from './companies.js';
import { refuse, refuseMissing } from './errors.js';
import type { RingCentralCompany, SimulatedExtension } from './model.js';
import type { RateKeeper, UsageGroup } from './rate-limits.js';
import type { Sessions } from './sessions.js';
import type { Session } from './state.js';

/** Who is asking, and on whose behalf. */
export interface Caller {
  readonly session: Session;
  readonly company: RingCentralCompany;
  readonly extension: SimulatedExtension;
}

/** One route of the API: what it is counted as, what it needs, and what it answers. */
export interface ApiRoute {
  readonly method: Route['method'];
  readonly path: string;
  readonly group: UsageGroup;
  readonly appPermission: string;
  /** Needed of the person, beside the app's. */
  readonly userPermission?: 'FullCompanyCallLog';
  /** Answers of an account that is suspended, too. */
  readonly alsoSuspended?: true;
  readonly handle: (request: Incoming, caller: Caller) => Answer | Promise<Answer>;
}

interface Guard {
  readonly companies: Companies;
  readonly sessions: Sessions;
  readonly limits: RateKeeper;
  readonly appPermissions: readonly string[];
}

/** Puts token, limits and permissions in front of the API's routes. */
export const guarded = (routes: readonly ApiRoute[], guard: Guard): readonly Route[] =>
  routes.map((route) => ({
    method: route.method,
    path: route.path,
    handle: async (request) => {
      const caller = callerOf(request, guard);
      const { clientId, extensionId } = caller.session;
      const { headers, refusal } = guard.limits.admit(`${clientId} ${extensionId}`, route.group);
      const answer = refusal ?? (await permitted(route, request, caller, guard));
      return { ...answer, headers: { ...headers, ...answer.headers } };
    },
  }));

const callerOf = (request: Incoming, { companies, sessions }: Guard): Caller => {
  const session = sessions.use(bearerOf(request) ?? refuse(401, 'OAU-151', 'Authorization method not supported'));
  if (session === 'expired') return refuse(401, 'OAU-128', 'Access token expired');
  if (session === 'unknown') return refuse(401, 'OAU-129', 'Access token corrupted');
  const company = companies.named(session.companyId);
  const extension = company.extensions.find(({ id }) => id === session.extensionId);
  if (extension?.status !== 'Enabled' || extension.deleted === true) {
    return refuse(401, 'OAU-141', 'Extension is not in order');
  }
  return { session, company, extension };
};

const permitted = async (route: ApiRoute, request: Incoming, caller: Caller, guard: Guard): Promise<Answer> => {
  try {
    const { accountId = '~' } = request.params;
    if (accountId !== '~' && accountId !== caller.company.id) refuseMissing('accountId');
    if (guard.companies.accountOf(caller.company.id).status === 'Disabled' && route.alsoSuspended !== true) {
      refuse(401, 'OAU-142', 'Account is not in order');
    }
    const { appPermission, userPermission } = route;
    if (!guard.appPermissions.includes(appPermission)) {
      const message = `In order to call this API endpoint, application needs to have [${appPermission}] permission`;
      refuse(403, 'CMN-401', message, { permissionName: appPermission });
    }
    if (userPermission !== undefined && !caller.extension.readsCompanyCallLog) {
      const message = `In order to call this API endpoint, user needs to have [${userPermission}] permission for requested resource`;
      refuse(403, 'CMN-408', message, { permissionName: userPermission });
    }
    return await route.handle(request, caller);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
};
