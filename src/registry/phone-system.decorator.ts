import 'reflect-metadata';
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

/** Nest's mark is each copy's own; this one is the same in every copy of this package that the process has loaded. */
const ANY_COPY = Symbol.for('prodoscore-phone-systems.phone-system');

/** Whether a class is marked, by this copy of the package or by another one. */
export const isMarkedByAnyCopy = (type: object): boolean => ANY_COPY in type;

/** What a phone system says beside its class; undefined where this copy of the package did not mark it. */
export const markOf = (provider: object): PhoneSystemMarkOptions | undefined =>
  Reflect.getMetadata(PhoneSystemMark.KEY, provider.constructor) as PhoneSystemMarkOptions | undefined;

/**
 * Installs a phone system: mark a class that implements `PhoneSystemProvider` and list it among the providers of any
 * module that the host imports. Nothing else has to be edited.
 *
 * @example
 * \@PhoneSystem({ manifest: new URL('../plugin.manifest.json', import.meta.url) })
 * export class AcmePhone implements PhoneSystemProvider { … }
 */
export const PhoneSystem = (options: PhoneSystemMarkOptions = {}): ClassDecorator =>
  applyDecorators(Injectable(), PhoneSystemMark(options), markForAnyCopy);

function markForAnyCopy(type: object): void {
  Object.defineProperty(type, ANY_COPY, { value: true });
}
