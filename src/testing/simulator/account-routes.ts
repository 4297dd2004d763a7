import { json } from '../vendor/index.js';
import { refuse } from './answer.js';
import type { Answer, Incoming } from '../vendor/index.js';
import type { ApiRoute, Caller } from './bearer.js';
import type { Companies } from './companies.js';
import { cursorAt, placeOf } from './cursor.js';
import type { SimulatedUser } from './model.js';
import { wireCompany, wireUser } from './wire-user.js';

const MOST_USERS = 100;
const STATES = ['active', 'suspended', 'pending', 'cancelled', 'deleted'];

/** The company, and its people. */
export const accountRoutes = (companies: Companies, userPageSize: number, now: () => number): readonly ApiRoute[] => {
  let tooLargeAsked = 0;

  const pageSizeOf = (limit: string | null): number => {
    if (limit === null) return userPageSize;
    const asked = Number(limit);
    if (!Number.isInteger(asked) || asked < 1) return refuse(400, 'limit must be a number above 0.');
    if (asked > MOST_USERS && tooLargeAsked++ % 5 === 0) return refuse(400, 'limit must not be over 100.');
    return Math.min(asked, MOST_USERS);
  };

  const listUsers = ({ query }: Incoming, { company }: Caller): Answer => {
    const size = pageSizeOf(query.get('limit'));
    const start = placeOf(query.get('cursor'), now())?.at ?? 0;
    const fitting = company.users.filter(filterOf(query));
    const items = fitting.slice(start, start + size).map((user) => wireUser(user, company));
    const next = start + size < fitting.length ? cursorAt({ at: start + size, id: '', paused: false }, now()) : null;
    return json(200, { items: items.length === 0 && start > 0 ? null : items, cursor: next });
  };

  const getUser = ({ params }: Incoming, { company, user: caller }: Caller): Answer => {
    const id = params.id === 'me' ? caller.id : params.id;
    const user = company.users.find((one) => one.id === id) ?? refuse(404, 'There is no such user.');
    return json(200, wireUser(user, company));
  };

  return [
    {
      method: 'GET',
      path: '/api/v2/company',
      limit: 'otherPerMinute',
      handle: (_, { company }) => json(200, wireCompany(company, companies.stateOf(company.id))),
    },
    { method: 'GET', path: '/api/v2/users', limit: 'otherPerMinute', handle: listUsers },
    { method: 'GET', path: '/api/v2/users/:id', limit: 'otherPerMinute', handle: getUser },
  ];
};

const filterOf = (query: URLSearchParams): ((user: SimulatedUser) => boolean) => {
  const state = query.get('state') ?? 'active';
  if (state !== 'all' && !STATES.includes(state)) return refuse(400, 'state is none that a user can have.');
  const [email, number] = [query.get('email')?.toLowerCase(), query.get('number')];
  const admin = query.get('company_admin');
  return (user) =>
    (state === 'all' || user.state === state) &&
    (email === undefined || user.emails.some((one) => one.toLowerCase() === email)) &&
    (number === null || user.phoneNumbers.includes(number)) &&
    (admin === null || user.isSuperAdmin === (admin === 'true'));
};
