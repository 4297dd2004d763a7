import { Controller, Req, RequestMapping, RequestMethod, Res, type Type, UseFilters, UseGuards } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExcludeController } from './describing.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { NoStoreGuard } from './no-store.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { type Route, routesOf } from './routes-of.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

interface Addressed {
  readonly method: string;
  readonly url: string;
  readonly originalUrl?: string;
}

/**
 * A controller that answers 405 with `Allow` wherever one of the others has the address, but not the method. It stands
 * after them. `OPTIONS` is left to the host, whose browsers ask with it what other sites may.
 */
export function wrongMethodsOf(controllers: readonly Type[]): Type {
  const routes = controllers.flatMap(routesOf);
  const allowedAt = (path: string): string[] => [
    ...new Set(routes.filter((route) => fits(route, path)).map(({ method }) => method)),
  ];

  @Controller()
  @UseFilters(ProblemFilter)
  @UseGuards(NoStoreGuard)
  @ApiExcludeController()
  class WrongMethods {
    constructor(private readonly adapterHost: HttpAdapterHost) {}

    refuse(request: Addressed, response: object): never {
      const [path = ''] = (request.originalUrl ?? request.url).split('?', 1);
      throw methodNotAllowed(this.adapterHost, response, allowedAt(path));
    }
  }

  for (const method of METHODS) {
    // Where a wider address takes the method, such as one that names an employee, it is not wrong.
    const paths = [...new Set(routes.map(({ path }) => path))].filter(
      (path) => !allowedAt(`/${path}`).includes(method),
    );
    const handler = function (this: WrongMethods, request: Addressed, response: object): never {
      return this.refuse(request, response);
    };
    Object.defineProperty(WrongMethods.prototype, method, { value: handler });
    RequestMapping({ path: paths, method: RequestMethod[method] })(WrongMethods.prototype, method, { value: handler });
    Req()(WrongMethods.prototype, method, 0);
    Res({ passthrough: true })(WrongMethods.prototype, method, 1);
  }
  return WrongMethods;
}

export function methodNotAllowed(
  { httpAdapter }: HttpAdapterHost,
  response: object,
  allowed: readonly string[],
): Problem {
  const words = allowed.join(', ');
  httpAdapter.setHeader(response, 'Allow', words);
  return problem('method_not_allowed', words);
}

/** Whether a route answers a path, whatever the host puts in front of it, and in whatever letters. */
const fits = ({ path }: Route, asked: string): boolean =>
  // eslint-disable-next-line security/detect-non-literal-regexp -- of our own routes
  new RegExp(`/${path.replace(/:\w+/g, '[^/]+')}/?$`, 'i').test(asked);
