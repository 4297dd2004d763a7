import type { KnownNames } from 'prodoscore-phone-systems/testing';

const OF_CALLS = [
  ...['page_size', 'from', 'to', 'next_page_token', 'keyword', 'directions', 'connect_types', 'number_types'],
  ...['call_types', 'extension_types', 'call_results', 'group_ids', 'site_ids', 'department', 'cost_center'],
  ...['time_type', 'recording_status', 'with_voicemail'],
];

/** The parameters of each request that Zoom's description has; the sign-in knows no `scope`. */
export const KNOWN_NAMES: KnownNames = {
  'GET /oauth/authorize': [
    ...['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method'],
  ],
  'GET /v2/users/me': [],
  'GET /v2/phone/users': [
    ...['page_size', 'next_page_token', 'site_id', 'calling_type', 'status', 'department', 'cost_center', 'keyword'],
  ],
  'GET /v2/phone/call_history': [...OF_CALLS, 'call_ids'],
  'GET /v2/phone/call_history/{callHistoryUuid}': [],
  'GET /v2/phone/users/{userId}/call_history': OF_CALLS,
};
