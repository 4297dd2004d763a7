import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

/** An address that a controller answers. */
export interface Route {
  readonly method: string;
  /** Without the slash in front of it. */
  readonly path: string;
  readonly handler: () => unknown;
}

/** What a controller answers, as it declares it itself. */
export function routesOf(controller: Type): readonly Route[] {
  const prototype = controller.prototype as Readonly<Record<string, (() => unknown) | undefined>>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
    const parts = [controller, handler].map((where) => Reflect.getMetadata(PATH_METADATA, where) as string);
    return [{ method, path: parts.filter((part) => part !== '/').join('/'), handler }];
  });
}
