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
