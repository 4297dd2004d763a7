import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Capability, PhoneSystemProvider } from '../contract/index.js';
import { GatedProvider } from './gated-provider.js';
import { manifestIcon, readManifest } from './manifest.js';
import { isMarkedByAnyCopy, markOf } from './phone-system.decorator.js';
import { type FoundProvider, problemsOf } from './problems.js';

/**
 * Which phone systems are installed: every Nest provider, of any module, whose class is marked with `@PhoneSystem()`.
 * Ready from the first `onModuleInit` on. It hands them out behind the gate only: see {@link GatedProvider}.
 *
 * @throws Error at start, naming every provider that does not keep the contract and what to write instead
 */
@Injectable()
export class PhoneSystemRegistry implements OnModuleInit {
  #installed: readonly PhoneSystemProvider[] | undefined;
  readonly #icons = new Map<unknown, string | null>();

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    this.all();
  }

  /** In the order of the drop-down: by display name. */
  all(): readonly PhoneSystemProvider[] {
    // Other modules' onModuleInit may run before ours, so whoever asks first does the looking.
    return (this.#installed ??= this.discover());
  }

  find(key: string): PhoneSystemProvider | undefined {
    return this.all().find(({ descriptor }) => descriptor.key === key);
  }

  /** What a provider can do beyond the three questions. */
  capabilitiesOf(provider: PhoneSystemProvider): readonly Capability[] {
    return provider.webhooks ? ['webhooks'] : [];
  }

  /** The picture of its manifest as a `data:` address; null where it has none. */
  iconOf(provider: PhoneSystemProvider): string | null {
    this.all();
    return this.#icons.get(provider) ?? null;
  }

  private discover(): readonly PhoneSystemProvider[] {
    const found = this.findMarked();
    const problems = problemsOf(found);
    if (problems.length > 0) {
      throw new Error(['The phone systems cannot start:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
    }
    return found
      .map(({ provider, manifest }) => {
        const gated = new GatedProvider(provider as PhoneSystemProvider);
        this.#icons.set(gated, manifest ? manifestIcon(manifest) : null);
        return gated;
      })
      .sort((a, b) => a.descriptor.displayName.localeCompare(b.descriptor.displayName, 'en'));
  }

  private findMarked(): readonly FoundProvider[] {
    const byInstance = new Map<unknown, FoundProvider>();
    for (const wrapper of this.discovery.getProviders()) {
      const provider: unknown = wrapper.instance;
      // Marked instances count, not marked tokens: a factory or a value may supply one, and an alias is no second one.
      if (!isMarked(provider) || byInstance.has(provider)) continue;
      const mark = markOf(provider);
      byInstance.set(provider, {
        className: provider.constructor.name,
        moduleName: wrapper.host?.metatype?.name ?? 'an unnamed module',
        perRequest: !wrapper.isDependencyTreeStatic(),
        ofAnotherCopy: mark === undefined,
        provider,
        ...(mark?.manifest && { manifest: readManifest(mark.manifest) }),
      });
    }
    return [...byInstance.values()];
  }
}

const isMarked = (instance: unknown): instance is object =>
  typeof instance === 'object' &&
  instance !== null &&
  typeof instance.constructor === 'function' &&
  isMarkedByAnyCopy(instance.constructor);
