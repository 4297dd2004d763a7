import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PhoneSystemModule } from 'prodoscore-phone-systems';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { OurAccess, OurDirectory, OurScores, OurTerms } from './phone-system.ports.js';

@Controller('echo')
class EchoController {
  @Post()
  @HttpCode(200)
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({
  imports: [
    PhoneSystemModule.forRoot({ employees: OurDirectory, policy: OurTerms, access: OurAccess, scores: OurScores }),
    DialpadModule.forRoot(),
  ],
  controllers: [EchoController],
})
class AppModule {}

/** Fastify instead of Express. */
const app = await NestFactory.create(AppModule, new FastifyAdapter());
app.setGlobalPrefix('api');
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000);
