import { readFileSync } from 'node:fs';
import { Injectable, Module, type OnModuleInit, Scope } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { ProviderDescriptor } from '../contract/index.js';
import { DialpadModule } from '../providers/dialpad/index.js';
import { FakePhoneSystem } from '../testing/fakes/index.js';
import { PhoneSystem, PhoneSystemRegistry, RegistryModule } from './index.js';

@PhoneSystem()
class AcmePhone extends FakePhoneSystem {
  override readonly descriptor: ProviderDescriptor = {
    ...new FakePhoneSystem().descriptor,
    key: 'acme-phone',
    displayName: 'Acme Phone',
  };
}

@Module({ providers: [AcmePhone] })
class AcmeModule {}

@Module({ providers: [FakePhoneSystem] })
class ExampleModule {}

async function registryOf(...modules: readonly (new () => object)[]): Promise<PhoneSystemRegistry> {
  const testing = await Test.createTestingModule({ imports: [RegistryModule, ...modules] }).compile();
  await testing.init();
  return testing.get(PhoneSystemRegistry);
}

describe('PhoneSystemRegistry', () => {
  it('is empty where no phone system is installed', async () => {
    expect((await registryOf()).all()).toEqual([]);
  });

  it('finds a phone system by importing its module, and edits nothing to take another', async () => {
    const names = (registry: PhoneSystemRegistry) => registry.all().map(({ descriptor }) => descriptor.displayName);

    expect(names(await registryOf(ExampleModule))).toEqual(['Example Phone']);
    expect(names(await registryOf(ExampleModule, AcmeModule))).toEqual(['Acme Phone', 'Example Phone']);
  });

  it('finds one by its key, and none by an unknown one', async () => {
    const registry = await registryOf(ExampleModule, AcmeModule);

    expect(registry.find('acme-phone')?.descriptor).toEqual(new AcmePhone().descriptor);
    expect(registry.find('unheard-of')).toBeUndefined();
  });

  it('finds one that a factory makes, and takes an alias of it for the same', async () => {
    @Module({
      providers: [
        { provide: 'PHONE', useFactory: () => new FakePhoneSystem() },
        { provide: 'ALIAS', useExisting: 'PHONE' },
      ],
    })
    class FactoryModule {}

    expect((await registryOf(FactoryModule)).all()).toHaveLength(1);
  });

  it('can be asked in the onModuleInit of another service, whichever comes first', async () => {
    @Injectable()
    class Asker implements OnModuleInit {
      keys: readonly string[] = [];
      constructor(private readonly registry: PhoneSystemRegistry) {}
      onModuleInit(): void {
        this.keys = this.registry.all().map(({ descriptor }) => descriptor.key);
      }
    }
    const testing = await Test.createTestingModule({
      imports: [RegistryModule, ExampleModule],
      providers: [Asker],
    }).compile();
    await testing.init();

    expect(testing.get(Asker).keys).toEqual(['example-phone']);
  });

  it('shows the picture of a manifest, and none where there is no manifest', async () => {
    const { provider } = JSON.parse(readFileSync('plugin.manifest.json', 'utf8')) as { provider: { icon: string } };
    @Module({ imports: [DialpadModule.forRoot()], providers: [FakePhoneSystem] })
    class BothModule {}
    const registry = await registryOf(BothModule);

    expect(registry.all().map((each) => registry.iconOf(each))).toEqual([provider.icon, null]);
  });

  it('says that webhooks are supported where the facet is present', async () => {
    const registry = await registryOf(ExampleModule);
    const plain = new FakePhoneSystem();
    const nothing = () => Promise.reject(new Error('not asked for in this test'));

    expect(registry.capabilitiesOf(plain)).toEqual([]);
    expect(
      registry.capabilitiesOf(
        Object.assign(plain, { webhooks: { subscribe: nothing, unsubscribe: nothing, open: nothing } }),
      ),
    ).toEqual(['webhooks']);
  });

  it('refuses to start with one that a second installed copy of the package marked, which it would not find', async () => {
    const elsewhere = Symbol.for('prodoscore-phone-systems.phone-system');
    class StrayPhone {
      static readonly [elsewhere] = true;
    }
    @Module({ providers: [StrayPhone] })
    class StrayModule {}

    await expect(registryOf(StrayModule)).rejects.toThrow(
      /StrayPhone \(in StrayModule\) is marked by another copy of prodoscore-phone-systems: .*peerDependencies/,
    );
  });

  it('refuses to start with two of one key, naming class and module of both', async () => {
    @Module({ providers: [FakePhoneSystem] })
    class AgainModule {}

    await expect(registryOf(ExampleModule, AgainModule)).rejects.toThrow(
      'FakePhoneSystem (in ExampleModule) and FakePhoneSystem (in AgainModule) share the key "example-phone"',
    );
  });

  it('refuses to start with what is marked and is no phone system, listing all that is missing in one message', async () => {
    @PhoneSystem()
    class Empty {}
    @Module({ providers: [Empty] })
    class EmptyModule {}

    await expect(registryOf(EmptyModule)).rejects.toThrow(
      /identify[\s\S]*listUsers[\s\S]*listCalls[\s\S]*Empty \(in EmptyModule\) has no descriptor/,
    );
  });

  it('refuses one that is made for each request', async () => {
    @Module({ providers: [{ provide: AcmePhone, useClass: AcmePhone, scope: Scope.REQUEST }] })
    class RequestModule {}

    await expect(registryOf(RequestModule)).rejects.toThrow(
      'AcmePhone (in RequestModule) is made anew for each request',
    );
  });
});
