import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { Reflector } from '@nestjs/core';
import { allowedOn, whoMay } from '../access/index.js';
import type { AssuranceFacts } from '../privacy/index.js';

/** Where a controller finds every address of the surface. */
export const ADDRESSES = Symbol('ADDRESSES');

/** What the controllers answer, and who may ask, as they declare it themselves. */
export const addressesOf = (reflector: Reflector, controllers: readonly Type[]): AssuranceFacts['access'] =>
  controllers
    .flatMap((controller) => {
      const prototype = controller.prototype as Readonly<Record<string, (() => unknown) | undefined>>;
      return Object.getOwnPropertyNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
        const paths = [controller, handler].map((where) => Reflect.getMetadata(PATH_METADATA, where) as string);
        const path = paths.filter((part) => part !== '/').join('/');
        return [{ address: `${method} /${path}`, who: whoMay(allowedOn(reflector, handler) ?? []) }];
      });
    })
    .toSorted((a, b) => (a.address < b.address ? -1 : 1));
