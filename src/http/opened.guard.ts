import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { problem } from '../support/problems.js';
import { methodNotAllowed } from './wrong-methods.js';

interface Opening {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** For `GET` routes that do something: only a person who opens them sets it off, no `HEAD` and no browser that looks ahead. */
@Injectable()
export class OpenedGuard implements CanActivate {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  canActivate(context: ExecutionContext): true {
    const http = context.switchToHttp();
    const { method, headers } = http.getRequest<Opening>();
    if (method === 'HEAD') throw methodNotAllowed(this.adapterHost, http.getResponse<object>(), ['GET']);
    // What browsers send with it, from the standard's name to the oldest.
    const purposes = [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']];
    if (purposes.some((purpose) => /prefetch|prerender|preview/i.test(String(purpose)))) {
      throw problem('not_opened');
    }
    return true;
  }
}
