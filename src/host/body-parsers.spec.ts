import { text } from 'node:stream/consumers';
import { Body, Controller, HttpCode, Module, Post, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import request from 'supertest';
import { useBodyParsers } from './body-parsers.js';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJjYWxsX2lkIjoxfQ.c2lnbmF0dXJl';

@Controller('api/phone-systems')
class Routes {
  @Post(':key/hooks/:connectionId')
  @HttpCode(200)
  async deliver(@Req() incoming: Request): Promise<string> {
    return await text(incoming);
  }

  @Post('rules')
  @HttpCode(200)
  echo(@Body() body: unknown): unknown {
    return body ?? 'nothing';
  }
}

@Module({ controllers: [Routes] })
class TestModule {}

describe('parsing bodies in the reference host', () => {
  let app: NestExpressApplication;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(TestModule, { logger: false, bodyParser: false });
    useBodyParsers(app);
    await app.init();
  });

  afterAll(async () => {
    await app.close();
  });

  it.each(['application/jwt', 'text/plain', 'application/json', 'application/x-www-form-urlencoded', 'a/b; charset=c'])(
    'leaves a delivery of %s as it was signed',
    async (type) => {
      const sent = request(app.getHttpServer()).post('/api/phone-systems/dialpad/hooks/1').set('content-type', type);
      await sent
        .serialize((body) => String(body))
        .send(JWT)
        .expect(200, JWT);
    },
  );

  it('parses JSON and forms elsewhere, and refuses what is no JSON', async () => {
    const elsewhere = () => request(app.getHttpServer()).post('/api/phone-systems/rules');
    await elsewhere()
      .send({ a: [1] })
      .expect(200, { a: [1] });
    await elsewhere()
      .type('form')
      .send('a[]=1')
      .expect(200, { a: ['1'] });
    await elsewhere().set('content-type', 'application/json').send('{').expect(400);
    await elsewhere().set('content-type', 'text/plain').send('{}').expect(200, 'nothing');
  });
});
