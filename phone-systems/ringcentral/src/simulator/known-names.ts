import type { KnownNames } from 'prodoscore-phone-systems/testing';

const ACCOUNT = '/restapi/v1.0/account/{accountId}';
const SUBSCRIPTION = '/restapi/v1.0/subscription';

/** The parameters and body fields of each request that RingCentral's description has. */
export const KNOWN_NAMES: KnownNames = {
  [`GET ${ACCOUNT}`]: [],
  'GET /restapi/v2/accounts/{accountId}': [],
  [`GET ${ACCOUNT}/extension`]: ['extensionId', 'email', 'extensionNumber', 'page', 'perPage', 'status', 'type'],
  [`GET ${ACCOUNT}/extension/{extensionId}`]: [],
  [`GET ${ACCOUNT}/directory/entries`]: [
    'accessibleSitesOnly',
    'page',
    'perPage',
    'showFederated',
    'siteId',
    'type',
    'typeGroup',
  ],
  [`GET ${ACCOUNT}/call-log`]: [
    'dateFrom',
    'dateTo',
    'direction',
    'extensionNumber',
    'metadataCategory',
    'page',
    'perPage',
    'phoneNumber',
    'recordingType',
    'sessionId',
    'showDeleted',
    'telephonySessionId',
    'type',
    'view',
  ],
  [`GET ${ACCOUNT}/call-log/{callRecordId}`]: ['view'],
  [`POST ${SUBSCRIPTION}`]: ['deliveryMode', 'eventFilters', 'expiresIn'],
  [`GET ${SUBSCRIPTION}`]: [],
  [`GET ${SUBSCRIPTION}/{subscriptionId}`]: [],
  [`PUT ${SUBSCRIPTION}/{subscriptionId}`]: ['deliveryMode', 'eventFilters', 'expiresIn'],
  [`POST ${SUBSCRIPTION}/{subscriptionId}/renew`]: [],
  [`DELETE ${SUBSCRIPTION}/{subscriptionId}`]: [],
};
