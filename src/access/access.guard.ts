import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { Access, Caller } from '../contract/index.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { allowedOn, finderOn, type Who } from './allow.js';
import { rememberCaller } from './caller.js';
import { rememberFound } from './found.js';
import { readCaller } from './host-answers.js';
import { HOST_ACCESS } from './host-ports.js';
import { isSelf, manages, People, type Subordinate } from './people.service.js';

interface RoutedRequest {
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Lets through whom the handler declares with `@Allow`, and nobody where it declares nobody. Signed out is 401, one's
 * own tenant without the right 403, and what the tenant does not have 404.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
    @Inject(HOST_ACCESS) private readonly access: Access,
    private readonly people: People,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const handler = context.getHandler() as () => unknown;
    const allowed = allowedOn(this.reflector, handler);
    if (allowed === undefined) {
      throw problem('nobody_may');
    }
    if (allowed.includes('vendor')) return true;

    const request = context.switchToHttp().getRequest<RoutedRequest>();
    const caller = readCaller(await this.access.whoIs(request));
    if (caller === null) throw problem('signed_out');
    rememberCaller(request, caller);

    const isAboutSomebody = allowed.includes('self') || allowed.includes('manager');
    const employees = isAboutSomebody ? await this.subjectOf(handler, caller, request) : [];
    if (!isAmong(allowed, caller, employees)) throw notAllowed(allowed);
    return true;
  }

  /** @throws Problem 404 where the tenant has no such thing */
  private async subjectOf(
    handler: () => unknown,
    caller: Caller,
    request: RoutedRequest,
  ): Promise<readonly Subordinate[]> {
    const { tenantId } = caller;
    const { params } = request;
    const finder = finderOn(this.reflector, handler);
    if (finder === undefined) {
      const employee = await this.people.find(tenantId, params['employeeId'] ?? '');
      if (employee === null) throw unknownEmployee();
      return [employee];
    }
    const { thing, employees } = await this.modules.get(finder, { strict: false }).find(tenantId, params, caller);
    rememberFound(request, thing);
    return employees;
  }
}

export const unknownEmployee = (): Problem => problem('unknown_employee');

/** Whether a caller is one of those who may do something about what is these employees'. */
export const isAmong = (allowed: readonly Who[], caller: Caller, employees: readonly Subordinate[]): boolean =>
  allowed.some((who) => is(who, caller, employees));

/** What belongs to no employee is for administrators. */
function is(who: Who, caller: Caller, employees: readonly Subordinate[]): boolean {
  switch (who) {
    case 'admin':
      return caller.role === 'admin';
    case 'self':
      return employees.some((employee) => isSelf(caller, employee));
    case 'manager':
      return employees.some(
        (employee) => manages(caller, employee) || (caller.role === 'manager' && isSelf(caller, employee)),
      );
    case 'vendor':
      return false;
  }
}

const NAMES: Readonly<Record<Who, string>> = {
  admin: 'administrators',
  self: 'the person concerned',
  manager: 'the direct manager of that person',
  vendor: 'the phone system',
};

const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** Who may do something, in words. */
export const whoMay = (allowed: readonly Who[]): string => inWords(allowed.map((who) => NAMES[who])) || 'nobody';

const notAllowed = (allowed: readonly Who[]): Problem => problem('not_allowed', whoMay(allowed));
