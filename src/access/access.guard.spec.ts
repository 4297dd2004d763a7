import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  type INestApplication,
  Injectable,
  Param,
  Post,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Response } from 'express';
import request from 'supertest';
import type { Caller } from '../contract/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { Problem } from '../support/problem.js';
import { AccessGuard } from './access.guard.js';
import { About, Allow, type Subject, type SubjectFinder } from './allow.js';
import { CurrentCaller } from './caller.js';
import { Found } from './found.js';
import { HOST_ACCESS } from './host-ports.js';
import { OriginGuard } from './origin.guard.js';
import { People } from './people.service.js';

@Injectable()
class ThingOwner implements SubjectFinder {
  find(tenantId: string, { thing }: Record<string, string>): Promise<Subject> {
    if (tenantId !== 'acme' || thing === 'unknown') throw new Problem(404, 'unknown_thing', 'There is no such thing.');
    return Promise.resolve({ thing, employees: thing === 'nobodys' ? [] : [{ id: 'worker', managerId: 'lead' }] });
  }
}

@Catch(Problem)
class AsStatus implements ExceptionFilter<Problem> {
  catch({ status, code }: Problem, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(status).json({ code });
  }
}

@Controller()
@UseGuards(OriginGuard, AccessGuard)
@UseFilters(AsStatus)
class Routes {
  @Get('undeclared')
  undeclared(): void {}

  @Allow('admin')
  @Get('settings')
  settings(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Allow('admin')
  @Post('settings')
  change(): void {}

  @Allow('admin', 'self', 'manager')
  @Get('employees/:employeeId')
  employee(@Param('employeeId') id: string): { id: string } {
    return { id };
  }

  @Allow('admin', 'manager')
  @About(ThingOwner)
  @Get('things/:thing')
  thing(@Found() thing: string): { thing: string } {
    return { thing };
  }

  @Allow('vendor')
  @Post('hook')
  hook(): void {}
}

const callers: Readonly<Record<string, Caller>> = {
  admin: { tenantId: 'acme', employeeId: 'boss', role: 'admin' },
  lead: { tenantId: 'acme', employeeId: 'lead', role: 'manager' },
  worker: { tenantId: 'acme', employeeId: 'worker', role: 'employee' },
  other: { tenantId: 'acme', employeeId: 'other', role: 'manager' },
  stranger: { tenantId: 'globex', employeeId: 'boss', role: 'admin' },
};

const managers: Readonly<Record<string, string | null>> = { boss: null, lead: 'boss', worker: 'lead', other: 'boss' };

const people = {
  find: (tenantId: string, id: string) =>
    Promise.resolve(tenantId === 'acme' && id in managers ? { tenantId, id, managerId: managers[id] } : null),
};

describe('AccessGuard', () => {
  let app: INestApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      controllers: [Routes],
      providers: [
        ThingOwner,
        { provide: People, useValue: people },
        { provide: PHONE_SYSTEM_SETTINGS, useValue: { publicUrl: 'https://app.example' } },
        {
          provide: HOST_ACCESS,
          useValue: {
            whoIs: ({ headers }: { headers: Record<string, string> }) =>
              Promise.resolve(callers[headers['x-who'] ?? ''] ?? null),
          },
        },
      ],
    }).compile();
    app = module.createNestApplication();
    await app.init();
  });

  afterAll(() => app.close());

  const get = (path: string, who = '') => request(app.getHttpServer()).get(path).set('x-who', who);

  it('refuses a route that declares nobody to everybody', async () => {
    await get('/undeclared', 'admin').expect(403, { code: 'nobody_may' });
    await get('/undeclared').expect(403);
  });

  it('answers 401 to the signed out, before anything else', async () => {
    await get('/settings').expect(401, { code: 'signed_out' });
    await get('/employees/unknown').expect(401);
    await get('/things/unknown').expect(401);
  });

  it('tells the handler who is asking', async () => {
    await get('/settings', 'admin').expect(200, callers['admin']!);
  });

  it.each([
    ['/settings', 'lead', 403],
    ['/settings', 'worker', 403],
    ['/employees/worker', 'admin', 200],
    ['/employees/worker', 'worker', 200],
    ['/employees/worker', 'lead', 200],
    ['/employees/lead', 'lead', 200],
    ['/employees/worker', 'other', 403],
    ['/employees/lead', 'worker', 403],
    ['/employees/worker', 'stranger', 404],
    ['/employees/nobody', 'admin', 404],
    ['/employees/nobody', 'worker', 404],
    ['/things/workers', 'admin', 200],
    ['/things/workers', 'lead', 200],
    ['/things/workers', 'worker', 403],
    ['/things/workers', 'other', 403],
    ['/things/nobodys', 'admin', 200],
    ['/things/nobodys', 'lead', 403],
    ['/things/unknown', 'worker', 404],
    ['/things/workers', 'stranger', 404],
  ])('%s for %s: %i', async (path, who, status) => {
    await get(path, who).expect(status);
  });

  it('hands what was found to the handler, which need not read it again', async () => {
    await get('/things/workers', 'lead').expect(200, { thing: 'workers' });
  });

  describe('with OriginGuard', () => {
    const change = (path: string, headers: Record<string, string>) =>
      request(app.getHttpServer())
        .post(path)
        .set({ 'x-who': 'admin', ...headers });

    it.each([
      ['no origin', {}],
      ['the public origin', { origin: 'https://app.example' }],
      ['the origin that it was sent to', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
    ])('takes a change with %s', async (_name, headers: Record<string, string>) => {
      await change('/settings', headers).expect(201);
    });

    it.each(['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null', 'nonsense'])(
      'refuses a change from %s',
      async (origin) => {
        await change('/settings', { origin }).expect(403, { code: 'foreign_origin' });
      },
    );

    it('lets anything read', async () => {
      await get('/settings', 'admin').set('origin', 'https://evil.example').expect(200);
    });
  });

  it('leaves it to a vendor route to tell who is asking', async () => {
    await request(app.getHttpServer()).post('/hook').expect(201);
  });
});
