import { json } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming } from 'prodoscore-phone-systems/testing';
import { badRequest, refuse } from './errors.js';
import type { ApiRoute, Caller } from './guarded.js';
import type { SimulatedUser, TeamsCompany } from './model.js';
import type { PageSizes } from './options.js';
import { odata } from './paging.js';
import type { Paging } from './paging.js';

const USUAL_PAGE = 100;
/** What a list of users shows where nothing is selected. */
const UNASKED = ['id', 'displayName', 'mail', 'userPrincipalName', 'businessPhones', 'mobilePhone'];

export interface DirectoryOptions {
  readonly paging: Paging;
  readonly pageSizes: PageSizes;
  readonly addressOf: (path: string) => string;
  /** User configurations are there in the global cloud only. */
  readonly hasUserConfigurations: boolean;
}

/** The organisation, its directory, and who has which number in Teams. */
export const directoryRoutes = (options: DirectoryOptions): readonly ApiRoute[] => {
  const { paging, pageSizes, addressOf, hasUserConfigurations } = options;
  const context = (name: string): string => addressOf(`/v1.0/$metadata#${name}`);

  const organization = (_: Incoming, { company }: Caller): Answer =>
    json(200, odata(context('organization'), [wireOrganization(company)], null));

  const users = (request: Incoming, { company }: Caller): Answer => {
    const { query } = request;
    if (query.has('$skip')) badRequest("'$skip' is not supported by the service.");
    if (query.has('$filter')) badRequest('The simulator knows no filter of users.');
    const fields = (query.get('$select') ?? UNASKED.join()).split(',').map((name) => name.trim());
    const unknown = fields.find((name) => !Object.hasOwn(FIELDS, name));
    if (unknown !== undefined) badRequest(`Could not find a property named '${unknown}' on type 'user'.`);
    const list = () => company.users.filter(({ deleted }) => deleted !== true);
    const { items, nextLink } = paging.page(request, company.id, Math.min(topOf(query), pageSizes.users), list);
    const written = items.map((user) => Object.fromEntries(fields.map((name) => [name, FIELDS[name]?.(user)])));
    return json(200, odata(context('users'), written, nextLink));
  };

  const userConfigurations = (request: Incoming, { company }: Caller): Answer => {
    if (!hasUserConfigurations) refuse(404, 'NotFound', 'The resource is not available in this cloud.');
    const list = () => company.users.filter(({ deleted }) => deleted !== true);
    const { items, nextLink } = paging.page(request, company.id, pageSizes.userConfigurations, list);
    const written = items.map((user) => wireConfiguration(user, company.id));
    return json(200, odata(context('admin/teams/userConfigurations'), written, nextLink));
  };

  const read = { method: 'GET', countedAs: () => ({ kind: 'directory' as const }) } as const;
  return [
    {
      ...{ ...read, path: '/v1.0/organization', alsoUnlicensed: true },
      ...{ permission: 'Organization.Read.All', handle: organization },
    },
    { ...read, path: '/v1.0/users', permission: 'User.Read.All', alsoUnlicensed: true, handle: users },
    {
      ...{ ...read, path: '/v1.0/admin/teams/userConfigurations' },
      ...{ permission: 'TeamsUserConfiguration.Read.All', handle: userConfigurations },
    },
  ];
};

const topOf = (query: URLSearchParams): number => {
  const text = query.get('$top') ?? String(USUAL_PAGE);
  const top = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > 999) {
    return refuse(400, 'Request_UnsupportedQuery', `Invalid page size specified: '${text}'.`);
  }
  return top;
};

const FIELDS: Readonly<Record<string, (user: SimulatedUser) => unknown>> = {
  id: ({ id }) => id,
  displayName: ({ displayName }) => displayName,
  mail: ({ mail }) => mail,
  userPrincipalName: ({ userPrincipalName }) => userPrincipalName,
  otherMails: () => [],
  proxyAddresses: ({ proxyAddresses }) => proxyAddresses,
  businessPhones: ({ businessPhones }) => businessPhones,
  mobilePhone: ({ mobilePhone }) => mobilePhone,
  accountEnabled: ({ accountEnabled }) => accountEnabled,
  userType: ({ userType }) => userType,
  givenName: ({ displayName }) => displayName.split(' ')[0] ?? null,
  surname: ({ displayName }) => displayName.split(' ').slice(1).join(' ') || null,
  jobTitle: () => null,
};

const wireOrganization = ({ id, name, domain, domains, initialDomain }: TeamsCompany) => ({
  id,
  displayName: name,
  tenantType: 'AAD',
  verifiedDomains: [
    ...domains.map((one) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      ...{ isDefault: one === domain, isInitial: false, name: one, type: 'Managed' },
    })),
    {
      capabilities: 'Email, OfficeCommunicationsOnline',
      ...{ isDefault: false, isInitial: true, name: initialDomain, type: 'Managed' },
    },
    // Of devices, and not of e-mail.
    { capabilities: 'Intune', isDefault: false, isInitial: false, name: `mdm.${domain}`, type: 'Managed' },
  ],
});

const wireConfiguration = (user: SimulatedUser, tenantId: string) => ({
  id: user.id,
  tenantId,
  userPrincipalName: user.userPrincipalName,
  accountType: user.accountType,
  isEnterpriseVoiceEnabled: user.isEnterpriseVoiceEnabled,
  featureTypes: user.isEnterpriseVoiceEnabled ? ['Teams', 'PhoneSystem'] : ['Teams'],
  telephoneNumbers: user.telephoneNumbers.map((telephoneNumber, place) => ({
    telephoneNumber,
    assignmentCategory: place === 0 ? 'primary' : 'alternate',
  })),
});
