import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { allowedOn } from '../access/index.js';

const reflector = new Reflector();

/**
 * Whether a request comes from a phone system: a delivery, which is signed, or a browser that it sends back, which a cookie
 * binds to who began to connect. Nobody is signed in there; a guard of the host for all routes lets these through.
 *
 * @example
 * canActivate(context: ExecutionContext) {
 *   if (isFromPhoneSystem(context)) return true;
 *   …
 * }
 */
export const isFromPhoneSystem = (context: ExecutionContext): boolean =>
  allowedOn(reflector, context.getHandler() as () => unknown)?.includes('vendor') === true;
