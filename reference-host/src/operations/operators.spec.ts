import { APP_FILTER } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { type Caller, PhoneSystemHealth, PhoneSystemMetrics, ProblemFilter, Secret } from 'prodoscore-phone-systems';
import { HostAccess } from '../people/host-access.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { METRICS_TOKEN } from './operators.guard.js';

const TOKEN = 'a-token-of-the-operator';
const FOR_OPERATORS = ['/metrics', '/health/connections'];

describe.each([
  ['with a token', new Secret(TOKEN)],
  ['without a token', null],
])('what operators look at, %s in the settings', (_what, token) => {
  let app: NestExpressApplication;
  let caller: Caller | null;
  let looks: number;

  beforeAll(async () => {
    const look = <T>(answer: T) => {
      looks++;
      return new Promise<T>((resolve) => setTimeout(resolve, 50, answer));
    };
    const health = {
      readiness: () => look({ ready: true }),
      connections: () => look([]),
      liveness: () => look({ live: true }),
    };
    const metrics = new PhoneSystemMetrics();
    metrics.measure({ name: 'days', help: 'Days.', labels: [], read: () => look([{ labels: {}, value: 1 }]) });
    const module = await Test.createTestingModule({
      controllers: [MetricsController, HealthController],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: METRICS_TOKEN, useValue: token },
        { provide: HostAccess, useValue: { whoIs: () => Promise.resolve(caller) } },
        { provide: PhoneSystemHealth, useValue: health },
        { provide: PhoneSystemMetrics, useValue: metrics },
      ],
    }).compile();
    app = module.createNestApplication<NestExpressApplication>();
    await app.listen(0);
  });

  beforeEach(() => {
    caller = null;
    looks = 0;
  });

  afterAll(() => app.close());

  const ask = (path: string, authorization = ''): request.Test =>
    request(app.getHttpServer()).get(path).set('Authorization', authorization);
  const signIn = (role: Caller['role']): void => void (caller = { tenantId: 'acme', employeeId: 'e1', role });

  it.each(FOR_OPERATORS)('is, at %s, for nobody who is not signed in', async (path) => {
    for (const wrong of ['', `Bearer ${TOKEN}x`, 'Bearer null', 'Bearer ', `Basic ${TOKEN}`, TOKEN]) {
      const { body } = await ask(path, wrong).expect(401);
      expect(body).toMatchObject({ code: 'signed_out', detail: expect.stringContaining('METRICS_TOKEN') });
    }
    await ask(path, `Bearer ${TOKEN}`).expect(token === null ? 401 : 200);
  });

  it.each(FOR_OPERATORS)('is, at %s, for administrators, and for nobody else who is signed in', async (path) => {
    for (const role of ['employee', 'manager'] as const) {
      signIn(role);
      expect((await ask(path).expect(403)).body).toMatchObject({ code: 'not_allowed' });
    }
    signIn('admin');
    await ask(path).expect(200);
  });

  it.each(['/health/live', '/health/ready'])('is, at %s, for whatever runs the host', async (path) => {
    await ask(path).expect(200);
  });

  it('costs, at /metrics, little more for 200 at once than for one', async () => {
    signIn('admin');
    const server = app.getHttpServer() as import('node:http').Server;
    const { port } = server.address() as import('node:net').AddressInfo;
    const answers = Array.from({ length: 200 }, () => fetch(`http://127.0.0.1:${port}/metrics`));
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
    // A busy machine spreads 200 requests over several looks of 50 ms; one look for each would be 200.
    expect(looks).toBeLessThan(100);
  });
});
