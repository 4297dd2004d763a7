import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Access, Caller } from '../contract/index.js';
import { readCaller } from './host-answers.js';

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

/** Asks the host again, for an answer that takes long: whether the same person is there, and is what they were. */
export async function isStillBehind(access: Access, request: object, caller: Caller): Promise<boolean> {
  const now = readCaller(await access.whoIs(request));
  return now?.tenantId === caller.tenantId && now.employeeId === caller.employeeId && now.role === caller.role;
}

/** The person behind the request, as a handler's parameter. Not for handlers that are a vendor's. */
export const CurrentCaller = createParamDecorator((_data: undefined, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<object>()),
);
