import { randomUUID } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { inWork, workId } from '../tracing/index.js';

/** The header in which a proxy may send a request's id along. */
export const REQUEST_ID = 'x-request-id';

/** The part of a request that identifies it, on either platform. */
export interface IdentifiedRequest {
  readonly id?: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The id that the host's logger or platform gave a request, else what a proxy sent along, else a new one. */
export const idOfRequest = ({ id, headers }: IdentifiedRequest): string =>
  workId() ?? [id, headers[REQUEST_ID]].find(isId) ?? randomUUID();

const isId = (value: unknown): value is string => typeof value === 'string' && /^[\w.:-]{1,64}$/.test(value);

/** For requests that do much: every line that is logged meanwhile carries the request's id. Others log nothing. */
@Injectable()
export class RequestWork implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const id = idOfRequest(context.switchToHttp().getRequest<IdentifiedRequest>());
    return from(inWork(id, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }
}
