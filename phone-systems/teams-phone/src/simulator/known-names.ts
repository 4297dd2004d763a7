import type { KnownNames } from 'prodoscore-phone-systems/testing';

const RECORDS = '/v1.0/communications/callRecords';
const SUBSCRIPTIONS = '/v1.0/subscriptions';
const SUBSCRIBING = [
  'changeType',
  'clientState',
  'expirationDateTime',
  'latestSupportedTlsVersion',
  'lifecycleNotificationUrl',
  'notificationUrl',
  'resource',
];

/** The parameters and body fields of each request that Graph's description has. */
export const KNOWN_NAMES: KnownNames = {
  'GET /v1.0/organization': ['$select'],
  'GET /v1.0/users': ['$select', '$top', '$skiptoken', '$filter', '$count', '$orderby', '$search', '$expand'],
  'GET /v1.0/admin/teams/userConfigurations': ['$skiptoken'],
  [`GET ${RECORDS}`]: ['$filter', '$skiptoken', '$expand'],
  [`GET ${RECORDS}/{id}`]: ['$expand', '$skiptoken'],
  [`GET ${RECORDS}/{id}/sessions`]: ['$expand', '$skiptoken'],
  [`GET ${RECORDS}/{id}/participants_v2`]: ['$skiptoken'],
  [`POST ${SUBSCRIPTIONS}`]: SUBSCRIBING,
  [`GET ${SUBSCRIPTIONS}`]: [],
  [`GET ${SUBSCRIPTIONS}/{id}`]: [],
  [`PATCH ${SUBSCRIPTIONS}/{id}`]: ['expirationDateTime', 'notificationUrl'],
  [`DELETE ${SUBSCRIPTIONS}/{id}`]: [],
  [`POST ${SUBSCRIPTIONS}/{id}/reauthorize`]: [],
};
