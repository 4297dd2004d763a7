import type { HttpAdapterHost } from '@nestjs/core';
import { HttpModule } from './http.module.js';

const on = (platform: string | null): HttpModule =>
  new HttpModule({ httpAdapter: platform === null ? undefined : { getType: () => platform } } as HttpAdapterHost);

describe('the platform under the host', () => {
  it('is refused with a sentence where it is another than Express', () => {
    expect(() => on('fastify').onModuleInit()).toThrow(
      'The phone systems cannot start on fastify: they need @nestjs/platform-express.',
    );
  });

  it('is Express, or none at all in a command that serves nothing', () => {
    expect(() => on('express').onModuleInit()).not.toThrow();
    expect(() => on(null).onModuleInit()).not.toThrow();
  });
});
