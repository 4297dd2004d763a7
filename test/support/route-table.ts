import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, MODULE_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { allowedOn } from '../../src/access/index.js';
import { HttpModule } from '../../src/http/index.js';

/** All but the one that refuses what the others do not take. */
export const controllers = (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, HttpModule) as Type[]).slice(0, -1);

/** Everything that the package answers, as its controllers declare it, and who may ask. */
export const routes = controllers.flatMap((controller) => {
  const prototype = controller.prototype as Record<string, (() => unknown) | undefined>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number];
    const paths = [controller, handler].map((where) => Reflect.getMetadata(PATH_METADATA, where) as string);
    const path = paths.filter((part) => part !== '/').join('/');
    return [{ name: `${method} ${path}`, who: allowedOn(new Reflector(), handler)?.join(', ') ?? 'nobody' }];
  });
});
