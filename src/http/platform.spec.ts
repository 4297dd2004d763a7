import type { HttpAdapterHost } from '@nestjs/core';
import { Platform } from './platform.js';

const start = (type?: string): void => {
  const adapter = type && {
    getType: () => type,
    getInstance: () => ({ addHook: () => undefined }),
    getHttpServer: () => undefined,
  };
  new Platform({ httpAdapter: adapter } as unknown as HttpAdapterHost).prepare();
};

describe('the platform under the host', () => {
  it('is refused with a sentence where the routes were never tried on it', () => {
    expect(() => start('koa')).toThrow(
      'The phone systems cannot start on koa: they need @nestjs/platform-express or @nestjs/platform-fastify.',
    );
  });

  it('is Express, Fastify, or none at all in a command that serves nothing', () => {
    expect(() => start('express')).not.toThrow();
    expect(() => start('fastify')).not.toThrow();
    expect(() => start()).not.toThrow();
  });
});
