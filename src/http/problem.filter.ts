import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { EventLog } from '../tracing/index.js';
import { isUnexpected, problemOf } from './problem-of.js';
import { idOfRequest, type IdentifiedRequest, REQUEST_ID } from './request-work.js';

/** A session that was lost is replaced at once; a database that starts anew is there after some seconds. */
const RETRY_AFTER_SECONDS = '5';

/**
 * Answers whatever is thrown as `application/problem+json`. It is bound to this package's controllers; a host that
 * likes the shape for all of its own may use it globally.
 */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new EventLog('PhoneSystems');

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapterHost;
    const response = host.switchToHttp().getResponse<object>();
    const work = isUnexpected(error) ? this.logged(error, host) : null;
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response);
      return;
    }
    const problem = problemOf(error);
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json; charset=utf-8');
    httpAdapter.setHeader(response, 'Cache-Control', 'no-store');
    if (work !== null) httpAdapter.setHeader(response, REQUEST_ID, work);
    if (problem.status === 503) httpAdapter.setHeader(response, 'Retry-After', RETRY_AFTER_SECONDS);
    httpAdapter.reply(response, JSON.stringify(problem), problem.status);
  }

  /** @returns the id under which the log has it, for whoever asks for help */
  private logged(error: unknown, host: ArgumentsHost): string {
    const work = idOfRequest(host.switchToHttp().getRequest<IdentifiedRequest>());
    this.log.failed('request-failed', error, { work });
    return work;
  }
}
