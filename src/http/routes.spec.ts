import { EXCEPTION_FILTERS_METADATA, GUARDS_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { controllers, routes } from '../../test/support/route-table.js';
import { AccessGuard, OriginGuard } from '../access/index.js';
import { DoorsGuard } from './doors.guard.js';
import { JsonOnlyGuard } from './json-only.guard.js';
import { NoStoreGuard } from './no-store.guard.js';
import { ProblemFilter } from './problem.filter.js';

/** Everything that this package answers, and who may ask. A route that is not here has no business being there. */
const WHO_MAY = {
  'GET phone-systems/assurance': 'admin',
  'GET phone-systems/audit': 'admin',
  'GET phone-systems/employees/:employeeId/data': 'admin, self',
  'GET phone-systems/employees/:employeeId/data/summary': 'admin, self',
  'DELETE phone-systems/employees/:employeeId/data': 'admin',
  'POST phone-systems/erasures': 'admin',
  'GET phone-systems/employees/:employeeId/days': 'admin, self, manager',
  'GET phone-systems/employees/:employeeId/days/:day': 'admin, self, manager',
  'GET phone-systems/employees/:employeeId/readers': 'admin, self',
  'POST phone-systems/employees/:employeeId/days/:day/objections': 'self',
  'GET phone-systems/objections': 'admin, manager',
  'PUT phone-systems/objections/:id': 'admin, manager',
  'GET phone-systems/notice': 'self',
  'POST phone-systems/notice/acknowledgement': 'self',
  'GET phone-systems/people/days': 'admin, manager',
  'GET phone-systems/calls/:callId': 'admin, self, manager',
  'PUT phone-systems/calls/:callId/exclusion': 'admin, manager',
  'GET phone-systems/rules': 'admin',
  'PUT phone-systems/rules': 'admin',
  'DELETE phone-systems/rules/:effectiveFrom': 'admin',
  'POST phone-systems/rules/preview': 'admin',
  'GET phone-systems': 'admin',
  'GET phone-systems/:key/connect': 'admin',
  'GET phone-systems/:key/callback': 'vendor',
  'POST phone-systems/:key/keys': 'admin',
  'GET phone-systems/:key/connection': 'admin',
  'DELETE phone-systems/:key/connection': 'admin',
  'GET phone-systems/:key/former-accounts': 'admin',
  'GET phone-systems/:key/former-accounts/:connectionId/data': 'admin',
  'DELETE phone-systems/:key/former-accounts/:connectionId': 'admin',
  'GET phone-systems/:key/mappings': 'admin',
  'POST phone-systems/:key/mappings/auto': 'admin',
  'GET phone-systems/:key/mappings/export': 'admin',
  'POST phone-systems/:key/mappings/import': 'admin',
  'PUT phone-systems/:key/mappings/:employeeId': 'admin',
  'DELETE phone-systems/:key/mappings/:employeeId': 'admin',
  'POST phone-systems/:key/fetches': 'admin',
  'GET phone-systems/:key/fetches': 'admin',
  'GET phone-systems/:key/fetches/:id': 'admin',
  'GET phone-systems/:key/rejected': 'admin',
  'GET phone-systems/:key/progress': 'admin',
  'POST phone-systems/:key/hooks': 'vendor',
  'POST phone-systems/:key/hooks/:connectionId': 'vendor',
};

describe('the HTTP surface', () => {
  it('answers these routes, each to those who may', () => {
    expect(Object.fromEntries(routes.map(({ name, who }) => [name, who]))).toEqual(WHO_MAY);
    expect(routes).toHaveLength(Object.keys(WHO_MAY).length);
  });

  it.each(controllers.map((controller) => [controller.name, controller] as const))(
    'guards %s and tells its failures as problems',
    (_name, controller) => {
      const guards = [NoStoreGuard, OriginGuard, AccessGuard, DoorsGuard];
      expect(Reflect.getMetadata(GUARDS_METADATA, controller)).toEqual(guards);
      expect(Reflect.getMetadata(EXCEPTION_FILTERS_METADATA, controller)).toEqual([ProblemFilter]);
    },
  );

  it('takes every body as JSON and as nothing else', () => {
    const taking = controllers.flatMap((controller) => {
      const prototype = controller.prototype as Record<string, object>;
      return Object.getOwnPropertyNames(prototype).flatMap((name) => {
        const parameters = Object.keys((Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as object) ?? {});
        if (!parameters.some((parameter) => parameter.startsWith(`${RouteParamtypes.BODY}:`))) return [];
        return [[`${controller.name}.${name}`, Reflect.getMetadata(GUARDS_METADATA, prototype[name] ?? {}) as unknown]];
      });
    });
    expect(taking.length).toBeGreaterThan(3);
    expect(taking.filter(([, guards]) => !Array.isArray(guards) || !guards.includes(JsonOnlyGuard))).toEqual([]);
  });
});
