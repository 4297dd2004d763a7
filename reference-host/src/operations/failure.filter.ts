import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemFilter } from 'prodoscore-phone-systems';
import { PageFilter } from '../pages/page.filter.js';

/** Programs get a problem, people a page. */
@Catch()
@Injectable()
export class FailureFilter implements ExceptionFilter {
  constructor(
    private readonly problems: ProblemFilter,
    private readonly pages: PageFilter,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void | Promise<void> {
    const { originalUrl } = host.switchToHttp().getRequest<Request>();
    const forPrograms = /^\/(api|health|metrics|assets)([/?]|$)/.test(originalUrl);
    return forPrograms ? this.problems.catch(error, host) : this.pages.catch(error, host);
  }
}
