import { type DynamicModule, Module } from '@nestjs/common';
import {
  type Page,
  type PhoneUser,
  type ProviderAccount,
  type ProviderDescriptor,
  type ProviderSession,
  walk,
} from '../../src/contract/index.js';
import { type ProviderClientOptions, readProviderClient } from '../../src/registry/index.js';
import { FakePhoneSystem } from '../../src/testing/index.js';

/** A phone system that is connected in a way of its own, and has nobody and no calls. */
export abstract class GrantedPhone extends FakePhoneSystem {
  override readonly descriptor: ProviderDescriptor;
  override readonly client;

  /** @param accountPath where its vendor says whose account it is */
  protected constructor(
    of: Pick<ProviderDescriptor, 'key' | 'displayName' | 'grant'>,
    options: ProviderClientOptions,
    private readonly accountPath: string,
  ) {
    super();
    this.descriptor = { ...new FakePhoneSystem().descriptor, ...of };
    this.client = readProviderClient(this.descriptor, () => undefined, options).client;
  }

  override identify(session: ProviderSession): Promise<ProviderAccount> {
    return session.send({ path: this.accountPath, budget: 'calls', read: (wire) => wire as ProviderAccount });
  }

  override listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return walk(() => session.send({ path: '/people', budget: 'calls', read: () => ({ items: [] }) }));
  }

  /** A module that installs it. */
  installed(): DynamicModule {
    class GrantedPhoneModule {}
    Module({})(GrantedPhoneModule);
    return { module: GrantedPhoneModule, providers: [{ provide: this.constructor, useValue: this }] };
  }
}
