import type { HttpAdapterHost } from '@nestjs/core';
import { preparePlatform } from './platform.js';

const adapter = (type: string): HttpAdapterHost['httpAdapter'] =>
  ({
    getType: () => type,
    getInstance: () => ({ addHook: () => undefined }),
  }) as unknown as HttpAdapterHost['httpAdapter'];

describe('the platform under the host', () => {
  it('is refused with a sentence where the routes were never tried on it', () => {
    expect(() => preparePlatform(adapter('koa'))).toThrow(
      'The phone systems cannot start on koa: they need @nestjs/platform-express or @nestjs/platform-fastify.',
    );
  });

  it('is Express, Fastify, or none at all in a command that serves nothing', () => {
    expect(() => preparePlatform(adapter('express'))).not.toThrow();
    expect(() => preparePlatform(adapter('fastify'))).not.toThrow();
    expect(() => preparePlatform(undefined)).not.toThrow();
  });
});
