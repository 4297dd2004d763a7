import type { KnownNames } from '../vendor/index.js';

/** The parameters and body fields of each request that Dialpad's description has. */
export const KNOWN_NAMES: KnownNames = {
  'GET /api/v2/company': [],
  'GET /api/v2/users': ['cursor', 'state', 'company_admin', 'email', 'number'],
  'GET /api/v2/users/{id}': [],
  'GET /api/v2/call': ['cursor', 'include_anonymized', 'started_after', 'started_before', 'target_id', 'target_type'],
  'GET /api/v2/call/{id}': [],
  'GET /api/v2/webhooks': ['cursor'],
  'POST /api/v2/webhooks': ['hook_url', 'secret'],
  'GET /api/v2/webhooks/{id}': [],
  'DELETE /api/v2/webhooks/{id}': [],
  'GET /api/v2/subscriptions/call': ['cursor', 'target_type', 'target_id'],
  'POST /api/v2/subscriptions/call': [
    'call_states',
    'enabled',
    'endpoint_id',
    'group_calls_only',
    'target_id',
    'target_type',
  ],
  'GET /api/v2/subscriptions/call/{id}': [],
  'DELETE /api/v2/subscriptions/call/{id}': [],
};
