import { json, wideInteger } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming } from 'prodoscore-phone-systems/testing';
import type { Companies } from './companies.js';
import { refuseMissing, refuseParameter } from './errors.js';
import type { ApiRoute, Caller } from './guarded.js';
import type { RingCentralHabits } from './habits.js';
import type { RingCentralCompany, SimulatedExtension } from './model.js';
import { askedPage, navigationOf, pageOf } from './paging.js';
import { nameOf } from './parties.js';

const ACCOUNT = '/restapi/v1.0/account/:accountId';
const TYPES = ['User', 'Limited', 'Department', 'IvrMenu', 'ParkLocation', 'Voicemail', 'Announcement'];

/** The account, its extensions, and the directory. */
export const accountRoutes = (
  companies: Companies,
  habits: RingCentralHabits,
  addressOf: (path: string) => string,
): readonly ApiRoute[] => {
  const account = (_: Incoming, { company }: Caller): Answer => {
    const { status, reason } = companies.accountOf(company.id);
    return json(200, {
      uri: addressOf(`/restapi/v1.0/account/${company.id}`),
      id: habits.accountIdAs === 'number' ? wideInteger(company.id) : company.id,
      mainNumber: company.mainNumber,
      status,
      ...(reason !== undefined && { statusInfo: { reason } }),
      serviceInfo: { brand: { id: '1210', name: 'RingCentral' }, servicePlan: { id: '8853', name: 'RingEX Premium' } },
      setupWizardState: 'Completed',
    });
  };

  const accountInfo = (_: Incoming, { company }: Caller): Answer =>
    json(200, {
      id: company.id,
      companyName: company.name,
      mainNumber: company.mainNumber,
      status: companies.accountOf(company.id).status,
    });

  const wireExtension = (company: RingCentralCompany, one: SimulatedExtension) => ({
    uri: addressOf(`/restapi/v1.0/account/${company.id}/extension/${one.id}`),
    id: wideInteger(one.id),
    extensionNumber: one.extensionNumber,
    name: nameOf(one),
    type: one.type,
    status: one.status,
    hidden: one.hidden,
    contact: {
      firstName: one.firstName,
      lastName: one.lastName,
      company: company.name,
      email: one.email ?? undefined,
      emailAsLoginName: one.email !== null,
      ...(one.jobTitle !== undefined && { jobTitle: one.jobTitle }),
    },
    permissions: { admin: { enabled: one.administers !== null } },
    site: { name: one.site },
  });

  const extension = ({ params }: Incoming, { company, extension: caller }: Caller): Answer => {
    const id = params.extensionId === '~' ? caller.id : params.extensionId;
    const found = present(company).find((one) => one.id === id) ?? refuseMissing('extensionId');
    return json(200, wireExtension(company, found));
  };

  const extensions = ({ query, path }: Incoming, { company }: Caller): Answer => {
    const asked = askedPage(query, 100, 1000);
    const [types, statuses] = [query.getAll('type'), query.getAll('status')];
    const fitting = present(company).filter(
      ({ type, status }) =>
        (types.length === 0 || types.includes(type)) && (statuses.length === 0 || statuses.includes(status)),
    );
    const { records, hasMore, totalPages, paging } = pageOf(fitting, asked);
    const uri = new URL(addressOf(`${path}?${query.toString()}`));
    return json(200, {
      uri: uri.href,
      records: records.map((one) => wireExtension(company, one)),
      paging: { ...paging, totalPages, totalElements: fitting.length },
      navigation: navigationOf(uri, asked, hasMore, totalPages),
    });
  };

  const directory = ({ query }: Incoming, caller: Caller): Answer => {
    const { company } = caller;
    const asked = askedPage(query, 1000, 2000);
    const showFederated = query.get('showFederated') !== 'false';
    const own = visibleTo(caller, query).map((one) => wireEntry(one, showFederated ? company.id : null));
    // Every company of a federation has an id of its own.
    const others = showFederated ? company.federated.map((one) => wireEntry(one, `${one.id.slice(0, -3)}000`)) : [];
    const fitting = [...own, ...others].filter(filterOf(query));
    const { records, totalPages, paging } = pageOf(fitting, asked);
    return json(200, { paging: { ...paging, totalPages, totalElements: fitting.length }, records });
  };

  const read = { method: 'GET', appPermission: 'ReadAccounts' } as const;
  return [
    { ...read, path: ACCOUNT, group: 'Light', alsoSuspended: true, handle: account },
    { ...read, path: '/restapi/v2/accounts/:accountId', group: 'Light', alsoSuspended: true, handle: accountInfo },
    { ...read, path: `${ACCOUNT}/extension`, group: 'Medium', handle: extensions },
    { ...read, path: `${ACCOUNT}/extension/:extensionId`, group: 'Light', handle: extension },
    { ...read, path: `${ACCOUNT}/directory/entries`, group: 'Medium', handle: directory },
  ];
};

const present = ({ extensions }: RingCentralCompany): readonly SimulatedExtension[] =>
  extensions.filter(({ deleted }) => deleted !== true);

/** Whom the directory shows: nobody who is hidden, and to the administrator of a site only those of that site. */
const visibleTo = ({ company, extension: caller }: Caller, query: URLSearchParams): readonly SimulatedExtension[] => {
  const isNarrow = caller.administers === 'site' && query.get('accessibleSitesOnly') !== 'false';
  return present(company).filter(({ hidden, site }) => !hidden && (!isNarrow || site === caller.site));
};

const filterOf = (query: URLSearchParams) => {
  const [types, group, site] = [query.getAll('type'), query.get('typeGroup'), query.get('siteId')];
  if (types.some((type) => !TYPES.includes(type))) refuseParameter('type');
  if (group !== null && group !== 'User' && group !== 'NonUser') refuseParameter('typeGroup');
  return (entry: ReturnType<typeof wireEntry>): boolean =>
    (types.length === 0 || types.includes(entry.type)) &&
    (group === null || (group === 'User') === (entry.type === 'User')) &&
    (site === null || entry.site.id === site);
};

/** @param accountId where accounts are told */
const wireEntry = (one: SimulatedExtension, accountId: string | null) => ({
  id: one.id,
  type: one.type,
  status: one.status,
  ...(one.type === 'User' || one.type === 'Limited'
    ? { firstName: one.firstName, lastName: one.lastName, email: one.email ?? undefined, jobTitle: one.jobTitle }
    : { name: nameOf(one) }),
  extensionNumber: one.extensionNumber,
  phoneNumbers: one.phoneNumbers.map((phoneNumber, place) => ({
    phoneNumber,
    formattedPhoneNumber: phoneNumber.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3'),
    type: 'VoiceFax',
    usageType: 'DirectNumber',
    primary: place === 0,
    hidden: false,
  })),
  site: { id: one.site.toLowerCase().replaceAll(' ', '-'), name: one.site },
  hidden: one.hidden,
  ...(accountId !== null && { account: { id: accountId } }),
});
