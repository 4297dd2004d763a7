import { fromWire } from './wire.js';

/** The parameters and body fields of each request that Dialpad's description has; parts of a path in braces match anything. */
export const KNOWN_NAMES: Readonly<Record<string, readonly string[]>> = {
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

const PATTERNS = Object.entries(KNOWN_NAMES).map(([request, names]) => ({
  // eslint-disable-next-line security/detect-non-literal-regexp -- of the names above
  fits: new RegExp(`^${request.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  names,
}));

/** What Dialpad passes over in silence: names of a request to its API that its description does not have. */
export function ignoredNames(method: string, path: string, names: Iterable<string>): readonly string[] {
  const known = PATTERNS.find(({ fits }) => fits.test(`${method} ${path}`))?.names;
  return known === undefined ? [] : [...new Set(names)].filter((name) => !known.includes(name));
}

/** The fields of a JSON body; none of what is no object. */
export function fieldsIn(body: string): readonly string[] {
  if (body === '') return [];
  try {
    const read = fromWire(body);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? Object.keys(read) : [];
  } catch {
    return [];
  }
}
