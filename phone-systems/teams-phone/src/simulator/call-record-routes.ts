import { json } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming } from 'prodoscore-phone-systems/testing';
import type { Companies } from './companies.js';
import { badRequest, refuse } from './errors.js';
import type { ApiRoute, Caller } from './guarded.js';
import type { TeamsPhoneHabits } from './habits.js';
import type { SimulatedCall, TeamsCompany } from './model.js';
import type { PageSizes } from './options.js';
import { odata } from './paging.js';
import type { Paging } from './paging.js';
import { recordFilterOf } from './record-filter.js';
import { rowsFor } from './row-routes.js';
import type { RowList } from './row-routes.js';
import { wireParticipants } from './wire-end.js';
import { isKept, isListed, KEPT_MS, sessionsIn, versionAt, wireRecord, wireSession } from './wire-record.js';
import type { NumberedVersion } from './wire-record.js';

const RECORDS = '/v1.0/communications/callRecords';
const EXPANDED: Readonly<Record<string, boolean>> = { sessions: false, 'sessions($expand=segments)': true };

export interface CallRecordOptions {
  readonly companies: Companies;
  readonly habits: TeamsPhoneHabits;
  readonly paging: Paging;
  readonly pageSizes: PageSizes;
  readonly addressOf: (path: string) => string;
  readonly now: () => number;
  /** There are no call records in China. */
  readonly hasCallRecords: boolean;
}

/** The list of call records, one of them, its sessions and participants; and the rows, which look like one of them. */
export const callRecordRoutes = (options: CallRecordOptions): readonly ApiRoute[] => {
  const { companies, habits, paging, pageSizes, addressOf, now } = options;
  const context = (name: string): string => addressOf(`/v1.0/$metadata#communications/callRecords${name}`);
  const writing = (company: TeamsCompany) => ({ company, habits });

  const list = (request: Incoming, { company }: Caller): Answer => {
    const { query } = request;
    if (query.has('$expand')) badRequest('Sessions and participants cannot be expanded in a list.');
    const { from, to, participant } = recordFilterOf(query.get('$filter'));
    const oldest = now() - KEPT_MS;
    if (habits.oldWindows === 'not found' && from > -Infinity && from < oldest) notFound();
    const fits = (call: SimulatedCall, asOf: number): boolean =>
      isListed(call, asOf) && (participant === null || takesPart(call, participant, asOf));
    const listed = (asOf: number) =>
      companies
        .bookOf(company.id)
        .between(Math.max(from, oldest), Math.min(to, asOf))
        .flatMap((call) => {
          const version = versionAt(call, asOf);
          return version !== null && fits(call, asOf) ? [{ call, version }] : [];
        });
    const { items, nextLink } = paging.page(request, company.id, pageSizes.callRecords, listed);
    const written = items.map(({ call, version }) => wireRecord(call, version, writing(company), 'list'));
    return json(200, odata(context(''), written, nextLink));
  };

  const takesPart = (call: SimulatedCall, participant: string, asOf: number): boolean => {
    const version = versionAt(call, asOf);
    const sessions = version === null ? [] : sessionsIn(call, version);
    const ends = sessions.flatMap(({ caller, callee }) => [caller, callee]);
    return ends.some(
      (end) => ('userId' in end && end.userId === participant) || ('number' in end && end.number === participant),
    );
  };

  const named = ({ params }: Incoming, company: TeamsCompany): { call: SimulatedCall; version: NumberedVersion } => {
    const call = companies.bookOf(company.id).find(params.id ?? '') ?? notFound();
    const version = versionAt(call, now());
    return version === null || !isKept(call, now()) ? notFound() : { call, version };
  };

  const one = (request: Incoming, caller: Caller): Answer => {
    const rows = rowsFor(request.params.id ?? '');
    if (rows !== null) return rowsOf(rows, request, caller);
    const { company } = caller;
    const expand = request.query.get('$expand');
    if (expand !== null && !Object.hasOwn(EXPANDED, expand)) badRequest(`Could not expand '${expand}'.`);
    const { call, version } = named(request, company);
    const record = { '@odata.context': context('/$entity'), ...wireRecord(call, version, writing(company), 'detail') };
    if (expand === null) return json(200, record);
    const sessions = sessionsIn(call, version);
    const path = `${RECORDS}/${call.id}/sessions`;
    const query = new URLSearchParams(EXPANDED[expand] === true ? { $expand: 'segments' } : {});
    const further =
      habits.nestedNextLink === 'nowhere'
        ? context(`('${call.id}')/sessions?$expand=segments`)
        : paging.linkTo(path, query, company.id, pageSizes.sessions);
    return json(200, {
      ...record,
      'sessions@odata.context': context(`('${call.id}')/sessions`),
      ...(sessions.length > pageSizes.sessions && { 'sessions@odata.nextLink': further }),
      sessions: sessions
        .slice(0, pageSizes.sessions)
        .map((session) => wireSession(session, EXPANDED[expand] === true, writing(company))),
    });
  };

  const rowsOf = (rows: RowList, request: Incoming, { company }: Caller): Answer => {
    const book = companies.bookOf(company.id);
    const list = (asOf: number) => rows.list(book, asOf);
    const { items, nextLink } = paging.page(request, company.id, pageSizes.rows, list);
    const written = items.map(({ call, row }) => rows.wire(call, row, writing(company)));
    const about = addressOf(`/v1.0/$metadata#Collection(microsoft.graph.callRecords.${rows.type})`);
    return json(200, { '@odata.count': written.length, ...odata(about, written, nextLink) });
  };

  const sessions = (request: Incoming, { company }: Caller): Answer => {
    const expand = request.query.get('$expand');
    if (expand !== null && expand !== 'segments') badRequest(`Could not expand '${expand}'.`);
    const { call, version } = named(request, company);
    const list = () => sessionsIn(call, version);
    const { items, nextLink } = paging.page(request, company.id, pageSizes.sessions, list);
    const written = items.map((session) => wireSession(session, expand === 'segments', writing(company)));
    return json(200, odata(context(`('${call.id}')/sessions`), written, nextLink));
  };

  const participants = (request: Incoming, { company }: Caller): Answer => {
    const { call, version } = named(request, company);
    const list = () => wireParticipants(sessionsIn(call, version), call.id, writing(company));
    const { items, nextLink } = paging.page(request, company.id, pageSizes.participants, list);
    return json(200, odata(context(`('${call.id}')/participants_v2`), items, nextLink));
  };

  const countedAs: ApiRoute['countedAs'] = ({ params, query }) => {
    const { id } = params;
    if (id === undefined || rowsFor(id) !== null) return { kind: 'callRecords' };
    return { kind: query.has('$skiptoken') ? 'pageOfOneRecord' : 'oneRecord', recordId: id };
  };
  const read = { method: 'GET', permission: 'CallRecords.Read.All', countedAs } as const;
  const routes: readonly ApiRoute[] = [
    { ...read, path: RECORDS, handle: list },
    { ...read, path: `${RECORDS}/:id`, handle: one },
    { ...read, path: `${RECORDS}/:id/sessions`, handle: sessions },
    { ...read, path: `${RECORDS}/:id/participants_v2`, handle: participants },
  ];
  return options.hasCallRecords ? routes : routes.map((route) => ({ ...route, handle: missing }));
};

const missing = (): never => badRequest("Resource not found for the segment 'callRecords'.");

const notFound = (): never =>
  refuse(404, 'NotFound', 'Records about calls that started more than 30 days ago are not available.');
