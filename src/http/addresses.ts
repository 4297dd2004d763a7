import type { Type } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { allowedOn, whoMay } from '../access/index.js';
import type { AssuranceFacts } from '../privacy/index.js';
import { routesOf } from './routes-of.js';

/** Where a controller finds every address of the surface. */
export const ADDRESSES = Symbol('ADDRESSES');

/** What the controllers answer, and who may ask. */
export const addressesOf = (reflector: Reflector, controllers: readonly Type[]): AssuranceFacts['access'] =>
  controllers
    .flatMap(routesOf)
    .map(({ method, path, handler }) => ({
      address: `${method} /${path}`,
      who: whoMay(allowedOn(reflector, handler) ?? []),
    }))
    .toSorted((a, b) => (a.address < b.address ? -1 : 1));
