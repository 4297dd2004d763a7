import { json } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming } from 'prodoscore-phone-systems/testing';
import type { Companies } from './companies.js';
import { refuse, refuseMissing, refuseParameter } from './errors.js';
import type { ApiRoute, Caller } from './guarded.js';
import type { RingCentralHabits } from './habits.js';
import type { SimulatedRecord } from './model.js';
import { askedPage, navigationOf, pageOf } from './paging.js';
import { listedAt, wireRecord } from './wire-record.js';

const DAY_MS = 86_400_000;
const LOG = '/restapi/v1.0/account/:accountId/call-log';
/** What a request by session may not name beside it. */
const NOT_WITH_SESSION = ['dateFrom', 'dateTo', 'phoneNumber', 'extensionNumber', 'direction'];

export interface CallLogOptions {
  readonly habits: RingCentralHabits;
  readonly mostOnPage: number;
  readonly addressOf: (path: string) => string;
  readonly now: () => number;
}

/** The account's log, and one record of it. */
export const callLogRoutes = (companies: Companies, options: CallLogOptions): readonly ApiRoute[] => {
  const { habits, mostOnPage, addressOf, now } = options;

  const isListed = (record: SimulatedRecord, instant: number): boolean =>
    listedAt(record) <= instant || (habits.listsCallsInProgress && record.startedAt <= instant);

  const found = (query: URLSearchParams, companyId: string): readonly SimulatedRecord[] => {
    const instant = now();
    const session = ['sessionId', 'telephonySessionId'].find((name) => query.has(name));
    const tooMuch = NOT_WITH_SESSION.find((name) => session !== undefined && query.has(name));
    if (tooMuch !== undefined) {
      const message = `Parameter [${session ?? ''}] is not allowed for usage along with parameter [${tooMuch}]`;
      refuse(400, 'CLG-110', message, { parameterName: tooMuch });
    }
    const dateTo = instantOf(query, 'dateTo') ?? instant;
    const dateFrom = session === undefined ? (instantOf(query, 'dateFrom') ?? dateTo - DAY_MS) : -Infinity;
    if (dateFrom > dateTo) refuseParameter('dateFrom');
    const inner = habits.includesBounds ? 0 : 1;
    const from = session === undefined ? dateFrom + inner : 0;
    const fits = filterOf(query, session === undefined ? dateTo - inner : instant);
    const records = companies.logOf(companyId).newestFirst(from, Math.min(instant, dateTo));
    const listed = records.filter((record) => isListed(record, instant) && fits(record));
    return habits.order === 'newest first' ? listed : listed.toReversed();
  };

  const list = ({ query, path }: Incoming, { company }: Caller): Answer => {
    const asked = askedPage(query, Math.min(100, mostOnPage), mostOnPage);
    const { records, hasMore, totalPages, paging } = pageOf(found(query, company.id), asked);
    const uri = new URL(addressOf(`${path}?${query.toString()}`));
    const writing = writingOf(query, company.id);
    return json(200, {
      uri: uri.href,
      records: records.map((record) => wireRecord(record, writing)),
      paging: { ...paging, ...(habits.countsPages && { totalPages }) },
      navigation: navigationOf(uri, asked, hasMore, habits.countsPages ? totalPages : null),
    });
  };

  const one = ({ query, params }: Incoming, { company }: Caller): Answer => {
    const record = companies.logOf(company.id).find(params.id ?? '');
    if (record === null || !isListed(record, now()) || record.deleted === true) return refuseMissing('callRecordId');
    return json(200, wireRecord(record, writingOf(query, company.id)));
  };

  const writingOf = (query: URLSearchParams, companyId: string) => ({
    habits,
    view: viewOf(query),
    now: now(),
    accountUri: addressOf(`/restapi/v1.0/account/${companyId}`),
  });

  const read = {
    method: 'GET',
    group: 'Heavy',
    appPermission: 'ReadCallLog',
    userPermission: 'FullCompanyCallLog',
  } as const;
  return [
    { ...read, path: LOG, handle: list },
    { ...read, path: `${LOG}/:id`, handle: one },
  ];
};

const viewOf = (query: URLSearchParams): 'Simple' | 'Detailed' => {
  const view = query.get('view') ?? 'Simple';
  return view === 'Simple' || view === 'Detailed' ? view : refuseParameter('view');
};

/** ISO 8601 with a zone. */
const instantOf = (query: URLSearchParams, name: string): number | null => {
  const text = query.get(name);
  if (text === null) return null;
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/.test(text);
  const instant = isWhole ? Date.parse(text) : NaN;
  return Number.isNaN(instant) ? refuseParameter(name) : instant;
};

const filterOf = (query: URLSearchParams, until: number): ((record: SimulatedRecord) => boolean) => {
  const types = query.getAll('type');
  if (types.some((type) => type !== 'Voice' && type !== 'Fax')) refuseParameter('type');
  const directions = query.getAll('direction');
  if (directions.some((one) => one !== 'Inbound' && one !== 'Outbound')) refuseParameter('direction');
  const [session, telephonySession] = [query.get('sessionId'), query.get('telephonySessionId')];
  const [number, extensionNumber] = [query.get('phoneNumber'), query.get('extensionNumber')];
  const showDeleted = query.get('showDeleted') === 'true';
  return (record) =>
    record.startedAt <= until &&
    (types.length === 0 || types.includes(record.type)) &&
    (directions.length === 0 || directions.includes(record.direction)) &&
    (session === null || record.sessionId === session) &&
    (telephonySession === null || record.telephonySessionId === telephonySession) &&
    (number === null || [record.from, record.to].some((side) => side.phoneNumber?.replace('+', '') === number)) &&
    (extensionNumber === null || [record.from, record.to].some((side) => side.extensionNumber === extensionNumber)) &&
    (showDeleted || record.deleted !== true);
};
