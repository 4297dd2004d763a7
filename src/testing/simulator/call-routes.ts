import { refuse } from './answer.js';
import type { Answer, Incoming } from '../vendor/index.js';
import type { ApiRoute, Caller } from './bearer.js';
import { hashOf, json } from '../vendor/index.js';
import type { Companies } from './companies.js';
import { cursorAt, placeOf } from './cursor.js';
import { anonymised, whatIsLeft } from './forgetting.js';
import type { Place } from './cursor.js';
import type { SimulatedCall } from './model.js';
import { wireCall } from './wire-call.js';

/** The list of concluded calls, and one call. */
export const callRoutes = (companies: Companies, callPageSize: number, now: () => number): readonly ApiRoute[] => {
  const listCalls = ({ query }: Incoming, { company }: Caller): Answer => {
    const place = placeOf(query.get('cursor'), now());
    if (place !== null && !place.paused && pausesAt(place)) {
      return json(200, emptyPage(place.id, cursorAt({ ...place, paused: true }, now())));
    }
    const instant = now();
    const after = instantOf(query, 'started_after') ?? -1;
    const before = Math.min(instantOf(query, 'started_before') ?? instant, instant);
    const fits = targetOf(query);
    const forgetting = companies.forgettingOf(company.id);
    const includesAnonymised = query.get('include_anonymized') === 'true';
    const page: SimulatedCall[] = [];
    let hasMore = false;
    // One wider, so that records of the same instant as the last one given are found again.
    for (const call of companies.callsOf(company.id).newestFirst(after, Math.min(before, (place?.at ?? before) + 1))) {
      if (call.endedAt > instant || !fits(call) || (place !== null && !isBeyond(call, place))) continue;
      const left = whatIsLeft(call, forgetting, instant);
      if (left === 'nothing' || (left === 'anonymised' && !includesAnonymised)) continue;
      if (page.length === callPageSize) {
        hasMore = true;
        break;
      }
      page.push(left === 'all' ? call : anonymised(call));
    }
    const last = page.at(-1);
    if (last === undefined) return json(200, emptyPage(String(after), undefined));
    const cursor = hasMore ? cursorAt({ at: last.startedAt, id: last.id, paused: false }, instant) : noCursor(last.id);
    return json(200, { items: page.map((call) => wireCall(call, 'list', instant)), cursor });
  };

  const getCall = ({ params }: Incoming, { company }: Caller): Answer => {
    const call = companies.callsOf(company.id).find(params.id ?? '');
    if (call === null || call.startedAt > now()) return refuse(404, 'There is no such call.');
    const left = whatIsLeft(call, companies.forgettingOf(company.id), now());
    if (left === 'nothing') return refuse(404, 'There is no such call.');
    return json(200, wireCall(left === 'all' ? call : anonymised(call), 'single', now()));
  };

  return [
    { method: 'GET', path: '/api/v2/call', limit: 'callListPerMinute', scope: 'calls:list', handle: listCalls },
    { method: 'GET', path: '/api/v2/call/:id', limit: 'callPerMinute', handle: getCall },
  ];
};

/** Newest first, and among calls of one instant the higher id first. */
const isBeyond = (call: SimulatedCall, place: Place): boolean =>
  call.startedAt < place.at || (call.startedAt === place.at && call.id < place.id);

/** At some places of a walk there is a page with nothing on it and a cursor all the same. */
const pausesAt = (place: Place): boolean => hashOf(`pause ${place.id}`) % 6 === 0;

/** Nothing, in one of three spellings. */
const emptyPage = (salt: string, cursor: string | undefined): Record<string, unknown> => {
  const items = [[], null, undefined][hashOf(`empty ${salt}`) % 3];
  return { items, cursor };
};

/** The end, in one of three spellings. */
const noCursor = (salt: string): string | null | undefined => [undefined, null, ''][hashOf(`end ${salt}`) % 3];

const instantOf = (query: URLSearchParams, name: string): number | null => {
  const text = query.get(name);
  if (text === null) return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : refuse(400, `${name} must be milliseconds since 1970.`);
};

const targetOf = (query: URLSearchParams): ((call: SimulatedCall) => boolean) => {
  const [id, type] = [query.get('target_id'), query.get('target_type')];
  if ((id === null) !== (type === null)) return refuse(400, 'target_id and target_type go together.');
  return (call) => id === null || (call.target.id === id && call.target.type === type);
};
