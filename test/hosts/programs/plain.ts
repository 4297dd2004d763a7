import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PhoneSystemModule } from 'prodoscore-phone-systems';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { OurAccess, OurDirectory, OurScores, OurTerms } from './phone-system.ports.js';

@Module({
  imports: [
    PhoneSystemModule.forRoot({ employees: OurDirectory, policy: OurTerms, access: OurAccess, scores: OurScores }),
    DialpadModule.forRoot(),
  ],
})
class AppModule {}

/** The README's two lines, and nothing else. */
const app = await NestFactory.create(AppModule);
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000);
