import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { type Liveness, PhoneSystemHealth } from 'prodoscore-phone-systems';
import { HealthController } from './health.controller.js';
import { OperatorsGuard } from './operators.guard.js';

describe('whether a copy of the reference host is live', () => {
  let app: INestApplication;
  let liveness: Liveness;

  beforeEach(async () => {
    const health = { provide: PhoneSystemHealth, useValue: { liveness: () => Promise.resolve(liveness) } };
    const module = Test.createTestingModule({ controllers: [HealthController], providers: [health] });
    app = (await module.overrideGuard(OperatorsGuard).useValue({}).compile()).createNestApplication();
    await app.init();
  });

  afterEach(() => app.close());

  const ask = () => request(app.getHttpServer()).get('/health/live');

  it('is told by a status', async () => {
    liveness = { live: true, problem: null };
    await ask().expect(200, { status: 'live' });
  });

  it('is told by a status that whoever starts copies goes by, and a sentence, where it is not', async () => {
    liveness = { live: false, problem: 'This copy gets no session: start it again.' };
    await ask().expect(503, { status: 'not live', problem: 'This copy gets no session: start it again.' });
  });
});
