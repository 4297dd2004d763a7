import { randomBytes } from 'node:crypto';
import { Controller, Get, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AddressInfo, Server } from 'node:net';
import { PhoneSystemModule } from '../../src/phone-system.module.js';
import type { PhoneSystemOptions } from '../../src/support/settings.js';
import { answerQuestions } from '../support/helper-process.js';
import { TENANT, TERMS } from './company.js';

/** A route of Nest that does nothing. */
@Controller('empty')
class EmptyController {
  @Get()
  answer(): object {
    return {};
  }
}

let app: INestApplication | undefined;

/** A host in which an administrator is always signed in. */
async function start({ people, database }: { people: number; database: PhoneSystemOptions }): Promise<number> {
  const staff = Array.from({ length: people }, (_, index) => ({
    id: `e${index + 1}`,
    name: `Person ${index + 1}`,
    emails: [],
    phones: [],
    managerId: null,
    active: true,
  }));
  const phoneSystems = PhoneSystemModule.forRoot({
    employees: { useFactory: () => ({ listEmployees: () => onePage(staff) }) },
    policy: { useFactory: () => ({ termsOf: () => Promise.resolve(TERMS) }) },
    access: {
      useFactory: () => ({ whoIs: () => Promise.resolve({ tenantId: TENANT, employeeId: 'e1', role: 'admin' }) }),
    },
    scores: { useFactory: () => ({ publish: () => Promise.resolve() }) },
    tokenKeys: `bench:${randomBytes(32).toString('base64')}`,
    ...database,
  });
  @Module({ imports: [phoneSystems], controllers: [EmptyController] })
  class HostModule {}
  app = await NestFactory.create(HostModule, { logger: ['error'], forceCloseConnections: true });
  await app.listen(0, '127.0.0.1');
  return ((app.getHttpServer() as Server).address() as AddressInfo).port;
}

async function* onePage<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  await Promise.resolve();
  yield items;
}

answerQuestions({ start }, async () => await app?.close());
