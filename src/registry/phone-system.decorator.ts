import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** The mark by which the registry finds providers. */
export const PhoneSystemMark = DiscoveryService.createDecorator<undefined>();

/**
 * Installs a phone system: mark a class that implements `PhoneSystemProvider` and list it among the providers of any
 * module that the host imports. Nothing else has to be edited.
 *
 * @example
 * \@PhoneSystem()
 * export class AcmePhone implements PhoneSystemProvider { … }
 */
export const PhoneSystem = (): ClassDecorator => applyDecorators(Injectable(), PhoneSystemMark(undefined));
