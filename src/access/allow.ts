import type { Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Caller } from '../contract/index.js';
import type { Subordinate } from './people.service.js';

/**
 * Who may use a route.
 *
 * - `admin`: an administrator of the tenant
 * - `self`: the employee whom the route is about
 * - `manager`: that employee's direct manager; managers also stand for themselves
 * - `vendor`: nobody signed in; the handler proves by state or signature who is asking
 */
export type Who = 'admin' | 'self' | 'manager' | 'vendor';

/** What a route is about, and whose it is. */
export interface Subject<Thing = unknown> {
  /** Handed to the handler as `@Found()`: what was read to decide who may need not be read again. */
  readonly thing: Thing;
  /** Nobody, for what belongs to nobody: then only administrators may. */
  readonly employees: readonly Subordinate[];
}

/** Finds what a route is about. */
export interface SubjectFinder {
  /**
   * @param params the route's parameters
   * @param caller who asks, for what is theirs without being named
   * @throws Problem 404 where the tenant has no such thing
   */
  find(tenantId: string, params: Readonly<Record<string, string>>, caller: Caller): Promise<Subject>;
}

const AllowMark = Reflector.createDecorator<readonly Who[]>();
const AboutMark = Reflector.createDecorator<Type<SubjectFinder>>();

/**
 * Declares who may use a handler. A handler that declares nobody is refused to everybody.
 *
 * @example
 * \@Allow('admin', 'self', 'manager')
 * \@Get('employees/:employeeId/days/:day')
 */
export const Allow = (...who: readonly [Who, ...Who[]]): MethodDecorator => AllowMark(who);

/** Declares how that is found what a handler is about, and whose it is, where the path does not name an `:employeeId`. */
export const About = (finder: Type<SubjectFinder>): MethodDecorator => AboutMark(finder);

/** Who may use a handler; undefined if it does not say. */
export const allowedOn = (reflector: Reflector, handler: () => unknown): readonly Who[] | undefined =>
  reflector.get(AllowMark, handler);

/** How that is found what a handler is about; undefined where the path names them. */
export const finderOn = (reflector: Reflector, handler: () => unknown): Type<SubjectFinder> | undefined =>
  reflector.get(AboutMark, handler);
