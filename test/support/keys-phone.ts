import type { Grant, ProviderFailure, Refusal } from '../../src/contract/index.js';
import { PhoneSystem } from '../../src/registry/index.js';
import { GrantedPhone } from './granted-phone.js';
import { json, type LoopbackVendor } from './loopback-vendor.js';

const GRANT: Grant = {
  kind: 'keys',
  idLabel: 'API ID',
  secretLabel: 'API token',
  instructions: 'In Keys Phone, open Company → API keys, and add one.',
  keysUrl: 'https://keys.example/api-keys',
  scopes: [{ name: 'all', why: 'Keys of Keys Phone open everything.' }],
};

/** A phone system whose vendor signs nobody in: an administrator makes keys there. */
@PhoneSystem()
export class KeysPhone extends GrantedPhone {
  constructor(baseUrl: string) {
    super({ key: 'keys-phone', displayName: 'Keys Phone', grant: GRANT }, { baseUrl }, '/account');
  }

  /** This vendor says 403 of keys that it does not know. */
  failureOf({ status }: Refusal): ProviderFailure | null {
    return status === 403 ? { kind: 'reconnect', reason: 'revoked' } : null;
  }
}

/** Has a vendor open accounts to keys (`id:secret`), each of a company's domain; all others are refused. */
export function openTo(vendor: LoopbackVendor, domains: ReadonlyMap<string, string>): void {
  vendor.answer = ({ path, authorization = '' }, response) => {
    const keys = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8');
    const domain = domains.get(keys);
    if (domain === undefined) return json(response, 403, { error: 'unknown keys' });
    const account = { externalId: domain, name: domain, domains: [domain], readsAllCalls: true };
    json(response, 200, path === '/account' ? account : {});
  };
}
