import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { allowedOn } from '../../src/access/index.js';
import { HttpModule } from '../../src/http/index.js';
import { routesOf } from '../../src/http/routes-of.js';

/** All but the one that refuses what the others do not take. */
export const controllers = (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, HttpModule) as Type[]).slice(0, -1);

/** Everything that the package answers, as its controllers declare it, and who may ask. */
export const routes = controllers.flatMap(routesOf).map(({ method, path, handler }) => ({
  name: `${method} ${path}`,
  who: allowedOn(new Reflector(), handler)?.join(', ') ?? 'nobody',
}));
