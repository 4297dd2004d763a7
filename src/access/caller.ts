import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '../contract/index.js';

const callers = new WeakMap<object, Caller>();

/** Notes who is behind a request; the guard does this once for each. */
export function rememberCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
}

/** Who is behind a request that the guard let through. */
export function callerOf(request: object): Caller {
  const caller = callers.get(request);
  if (caller === undefined) {
    throw new Error(
      'Nobody is known to be behind this request: vendors have no caller, and every other route needs AccessGuard.',
    );
  }
  return caller;
}

/** The person behind the request, as a handler's parameter. Not for handlers that are a vendor's. */
export const CurrentCaller = createParamDecorator((_data: undefined, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<object>()),
);
