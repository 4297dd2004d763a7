import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** What a phone system may tell about itself beside its class. */
export interface PhoneSystemMarkOptions {
  /**
   * Its `plugin.manifest.json`, from `import.meta.url`. Where it is given, the host does not start with a manifest that
   * says something else than the descriptor.
   */
  readonly manifest?: URL;
}

/** The mark by which the registry finds providers. */
export const PhoneSystemMark = DiscoveryService.createDecorator<PhoneSystemMarkOptions>();

/**
 * Installs a phone system: mark a class that implements `PhoneSystemProvider` and list it among the providers of any
 * module that the host imports. Nothing else has to be edited.
 *
 * @example
 * \@PhoneSystem({ manifest: new URL('../plugin.manifest.json', import.meta.url) })
 * export class AcmePhone implements PhoneSystemProvider { … }
 */
export const PhoneSystem = (options: PhoneSystemMarkOptions = {}): ClassDecorator =>
  applyDecorators(Injectable(), PhoneSystemMark(options));
