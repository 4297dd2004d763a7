import type { ProviderDescriptor, ProviderFailure, Refusal } from '../../src/contract/index.js';
import type { VendorGrant } from '../../src/testing/index.js';
import { ExamplePhone, type Wire } from './example-phone.js';
import { ExampleVendor } from './example-vendor.js';

/** A right phone system whose administrators make keys. */
export class KeyedPhone extends ExamplePhone {
  override readonly descriptor: ProviderDescriptor = {
    ...new ExamplePhone().descriptor,
    grant: {
      kind: 'keys',
      idLabel: 'API ID',
      secretLabel: 'API token',
      instructions: 'In Right Phone, open Company → API keys.',
      keysUrl: 'https://phone.example/keys',
      scopes: [{ name: 'all', why: 'Keys open everything.' }],
    },
  };
  override readonly client = { baseUrl: 'https://phone.example' };

  override failureOf(refusal: Refusal): ProviderFailure | null {
    return this.areDeleted(refusal) ? { kind: 'reconnect', reason: 'revoked' } : super.failureOf(refusal);
  }

  protected areDeleted({ status, json }: Refusal): boolean {
    return status === 403 && (json as Wire | null | undefined)?.['code'] === 'key_deleted';
  }
}

/** Its vendor: it says 403 of keys that were deleted. */
export class KeyedVendor extends ExampleVendor {
  readonly grant: VendorGrant = {
    accessRefused: [
      { status: 401, body: {} },
      { status: 403, body: { code: 'key_deleted' } },
    ],
  };
}

/** A right phone system whose vendor says 403 of keys that were deleted, and nothing else. */
export class ClosedPhone extends KeyedPhone {
  protected override areDeleted({ status }: Refusal): boolean {
    return status === 403;
  }
}

/** Its vendor. */
export class ClosedVendor extends ExampleVendor {
  readonly grant: VendorGrant = { accessRefused: [{ status: 403 }] };
}

/** A right phone system whose administrators sign in and then consent. */
export class ConsentedPhone extends ExamplePhone {
  override readonly descriptor: ProviderDescriptor = {
    ...new ExamplePhone().descriptor,
    grant: {
      kind: 'consent',
      signIn: {
        authorizePath: '/authorize',
        tokenPath: '/token',
        scope: 'openid',
        accountClaim: 'account',
        issuerPath: '/{account}',
      },
      consent: { path: '/{account}/consent', accountParam: 'account' },
      tokenPath: '/{account}/token',
      tokenScope: 'calls',
      scopes: [{ name: 'calls', why: 'To list calls.' }],
    },
  };

  override failureOf(refusal: Refusal): ProviderFailure | null {
    return this.isWithdrawn(refusal) ? { kind: 'reconnect', reason: 'revoked' } : super.failureOf(refusal);
  }

  protected isWithdrawn({ from, json }: Refusal): boolean {
    return from === 'tokens' && (json as Wire | null | undefined)?.['error'] === 'unauthorized_client';
  }
}

/** Its vendor. */
export class ConsentedVendor extends ExampleVendor {
  readonly grant: VendorGrant = {
    tokensRefused: [{ status: 400, body: { error: 'unauthorized_client' } }],
    claimedAccount: ({ account }) => account.id,
  };
}
