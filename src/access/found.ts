import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

const found = new WeakMap<object, unknown>();

/** Notes what a request is about, as the finder of its handler found it. */
export function rememberFound(request: object, thing: unknown): void {
  found.set(request, thing);
}

/** What the finder that a handler names with `@About` found, as a handler's parameter. */
export const Found = createParamDecorator((_data: undefined, context: ExecutionContext): unknown =>
  found.get(context.switchToHttp().getRequest<object>()),
);
