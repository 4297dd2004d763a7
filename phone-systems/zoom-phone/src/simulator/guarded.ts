import { bearerOf, Refused } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming, Route } from 'prodoscore-phone-systems/testing';
import { signsIn } from './companies.js';
import type { Companies } from './companies.js';
import { refuse } from './errors.js';
import type { ZoomPhoneHabits } from './habits.js';
import type { SimulatedUser, ZoomCompany } from './model.js';
import type { Category, RateKeeper } from './rate-limits.js';
import { SCOPES } from './scopes.js';
import type { Need } from './scopes.js';
import type { Sessions } from './sessions.js';
import type { Session } from './state.js';

/** Who is asking, and on whose behalf. */
export interface Caller {
  readonly session: Session;
  readonly company: ZoomCompany;
  readonly user: SimulatedUser;
}

/** One read of the API: what it is counted as, what it needs, and what it answers. */
export interface ApiRoute {
  readonly path: string;
  readonly category: Category;
  readonly need: Need;
  /** Answered to everybody, and without Zoom Phone too. */
  readonly ofOneself?: true;
  readonly handle: (request: Incoming, caller: Caller) => Answer;
}

interface Guard {
  readonly companies: Companies;
  readonly sessions: Sessions;
  readonly limits: RateKeeper;
  readonly habits: ZoomPhoneHabits;
}

/** Puts token, limits, scopes and roles in front of the API's reads. */
export const guarded = (routes: readonly ApiRoute[], guard: Guard): readonly Route[] =>
  routes.map((route) => ({
    method: 'GET',
    path: route.path,
    handle: (request) => {
      const caller = callerOf(request, guard);
      const { headers, refusal } = guard.limits.admit(caller.company, route.category);
      const answer = refusal ?? permitted(route, request, caller, guard);
      return { ...answer, headers: { ...headers, ...answer.headers } };
    },
  }));

const callerOf = (request: Incoming, { companies, sessions }: Guard): Caller => {
  const session = sessions.use(bearerOf(request) ?? '');
  if (session === 'unknown') return refuse(401, 124, 'The access token is not valid.');
  if (session === 'expired') return refuse(401, 124, 'The access token has expired.');
  const company = companies.named(session.accountId);
  const user = company.users.find(({ id }) => id === session.userId);
  if (user === undefined || !signsIn(user) || companies.stateOf(session.accountId).app === 'disabled') {
    return refuse(401, 124, 'The access token is not valid.');
  }
  return { session, company, user };
};

const permitted = (route: ApiRoute, request: Incoming, caller: Caller, { companies, habits }: Guard): Answer => {
  try {
    const names: readonly string[] = SCOPES[route.need];
    if (!names.some((name) => caller.session.scopes.includes(name))) {
      refuse(400, 4711, `The access token does not contain scopes:[${names.join(', ')}].`);
    }
    if (route.ofOneself !== true) {
      const { status, code } = habits.withoutPhone;
      const { phone } = companies.stateOf(caller.company.accountId);
      if (phone === 'off') refuse(status, code, 'Zoom Phone is not enabled for this account.');
      if (!caller.user.managesPhone)
        refuse(habits.lesserAdminStatus, 124, 'This user has no permission for Zoom Phone.');
    }
    return route.handle(request, caller);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
};
