import { type DynamicModule, Module } from '@nestjs/common';
import {
  type Grant,
  type Page,
  type PhoneUser,
  type ProviderAccount,
  type ProviderDescriptor,
  type ProviderFailure,
  type ProviderSession,
  type Refusal,
  walk,
} from '../../src/contract/index.js';
import { PhoneSystem, readProviderClient } from '../../src/registry/index.js';
import { FakePhoneSystem } from '../../src/testing/index.js';
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
export class KeysPhone extends FakePhoneSystem {
  override readonly descriptor: ProviderDescriptor = {
    ...new FakePhoneSystem().descriptor,
    key: 'keys-phone',
    displayName: 'Keys Phone',
    grant: GRANT,
  };
  override readonly client;

  constructor(baseUrl: string) {
    super();
    this.client = readProviderClient(this.descriptor, () => undefined, { baseUrl }).client;
  }

  /** This vendor says 403 of keys that it does not know. */
  failureOf({ status }: Refusal): ProviderFailure | null {
    return status === 403 ? { kind: 'reconnect', reason: 'revoked' } : null;
  }

  override identify(session: ProviderSession): Promise<ProviderAccount> {
    return session.send({ path: '/account', budget: 'calls', read: (wire) => wire as ProviderAccount });
  }

  override listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return walk(() => session.send({ path: '/people', budget: 'calls', read: () => ({ items: [] }) }));
  }

  /** A module that installs it, with its vendor at an address. */
  static at(baseUrl: string): DynamicModule {
    class KeysPhoneModule {}
    Module({})(KeysPhoneModule);
    return { module: KeysPhoneModule, providers: [{ provide: KeysPhone, useValue: new KeysPhone(baseUrl) }] };
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
