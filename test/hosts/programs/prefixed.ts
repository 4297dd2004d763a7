import 'reflect-metadata';
import { Controller, Get, Module, Version, VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PhoneSystemModule } from 'prodoscore-phone-systems';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { OurAccess, OurDirectory, OurScores, OurTerms } from './phone-system.ports.js';

@Controller('greeting')
class GreetingController {
  @Get()
  @Version('2')
  greet(): string {
    return 'Hello.';
  }
}

@Module({
  imports: [
    PhoneSystemModule.forRoot({ employees: OurDirectory, policy: OurTerms, access: OurAccess, scores: OurScores }),
    DialpadModule.forRoot(),
  ],
  controllers: [GreetingController],
})
class AppModule {}

/** A global prefix, and versions in the path. */
const app = await NestFactory.create(AppModule);
app.setGlobalPrefix('api');
app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000);
