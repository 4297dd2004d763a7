import { APP_FILTER } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { openStage, type Stage } from '../../../test/support/stage.js';
import { readFixture } from '../fixture/fixture.js';
import { HostAccess } from '../people/host-access.js';
import { People } from '../people/people.js';
import { ownOriginOnly } from '../session/own-origin.js';
import { SessionCookie } from '../session/session-cookie.js';
import { Sessions } from '../session/sessions.service.js';
import { ProblemFilter } from 'prodoscore-phone-systems';
import { SignInController } from './sign-in.controller.js';

const PUBLIC_URL = 'https://host.example';
const { fixture } = readFixture({
  tenants: [
    {
      id: 'acme',
      name: 'Acme',
      domains: ['acme.example'],
      phoneSystemLicence: true,
      timeZone: 'America/New_York',
      employees: [
        { id: 'e1', name: 'Dana Reyes', emails: [' Dana@Acme.example'], role: 'admin' },
        { id: 'e2', name: 'Hana Sato', emails: ['hana@acme.example'], role: 'employee', active: false },
        { id: 'e3', name: 'Ann Moss', emails: ['ann@acme.example'], role: 'employee', managerId: 'e1' },
      ],
    },
  ],
});

describe('signing in at the reference host', () => {
  let stage: Stage;
  let app: NestExpressApplication;
  const server = () => request(app.getHttpServer());

  beforeAll(async () => {
    const people = new People(() => fixture ?? { tenants: [] });
    const cookie = new SessionCookie(true);
    stage = await openStage();
    const sessions = new Sessions(stage.orm);
    const module = await Test.createTestingModule({
      controllers: [SignInController],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: People, useValue: people },
        { provide: SessionCookie, useValue: cookie },
        { provide: Sessions, useValue: sessions },
        { provide: HostAccess, useValue: new HostAccess(people, cookie, sessions) },
      ],
    }).compile();
    app = module.createNestApplication<NestExpressApplication>();
    app.setGlobalPrefix('api');
    app.use(ownOriginOnly(PUBLIC_URL));
    await app.init();
  });
  afterAll(async () => {
    await app?.close();
    await stage?.close();
  });

  const dana = { employeeId: 'e1', tenantId: 'acme', role: 'admin', name: 'Dana Reyes', leads: true };

  it('answers who it is, with one cookie that no script and no other site gets', async () => {
    const answer = await server().post('/api/sign-in').send({ email: 'DANA@acme.example ' }).expect(200, dana);
    expect(answer.get('Set-Cookie')).toHaveLength(1);
    const [cookie = ''] = answer.get('Set-Cookie') ?? [];
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/']) expect(cookie).toContain(part);
    await server()
      .get('/api/me')
      .set('Cookie', cookie.split(';')[0] ?? '')
      .expect(200, dana);
  });

  it.each([{ email: 'nobody@acme.example' }, { email: 'hana@acme.example' }, { email: '' }, { email: 7 }, {}])(
    'does not know %j',
    async (body) => {
      const answer = await server().post('/api/sign-in').send(body).expect(401);
      expect(answer.type).toBe('application/problem+json');
      expect(answer.get('Set-Cookie')).toBeUndefined();
      expect(JSON.parse(answer.text)).toMatchObject({ status: 401, code: 'unknown_person' });
    },
  );

  it('says 401 to somebody who is not signed in', async () => {
    const answer = await server().get('/api/me').expect(401);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'signed_out' });
  });

  it('takes the cookie back on signing out', async () => {
    const answer = await server().post('/api/sign-out').expect(204);
    expect(answer.get('Set-Cookie')?.[0]).toMatch(/host_session=;.*Expires=Thu, 01 Jan 1970/);
  });

  it('refuses pages of other sites, and takes its own', async () => {
    const from = (origin: string) =>
      server().post('/api/sign-in').set('Origin', origin).send({ email: 'dana@acme.example' });
    for (const origin of ['https://evil.example', 'http://host.example', 'https://host.example.evil.example', 'null']) {
      const answer = await from(origin).expect(403);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'foreign_origin' });
    }
    await from(PUBLIC_URL).expect(200);
    await server().get('/api/me').set('Origin', 'https://evil.example').expect(401);
  });
});
