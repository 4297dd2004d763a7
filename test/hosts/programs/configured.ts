import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { PhoneSystemModule } from 'prodoscore-phone-systems';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { OurAccess, OurDirectory, OurScores, OurTerms } from './phone-system.ports.js';

/** The host's own settings, under names of its own; what the package would look for itself is not set. */
const settings = (): object => ({
  telephony: {
    address: process.env['OUR_ADDRESS'],
    directory: process.env['OUR_DIRECTORY'],
    history: 4,
    dialpad: {
      id: process.env['OUR_DIALPAD_ID'],
      secret: process.env['OUR_DIALPAD_SECRET'],
      address: process.env['OUR_DIALPAD_ADDRESS'],
    },
  },
});

@Module({
  imports: [
    ConfigModule.forRoot({ load: [settings] }),
    PhoneSystemModule.forRootAsync({
      employees: OurDirectory,
      policy: OurTerms,
      access: OurAccess,
      scores: OurScores,
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        publicUrl: config.getOrThrow<string>('telephony.address'),
        dataDir: config.getOrThrow<string>('telephony.directory'),
        historyDays: config.getOrThrow<number>('telephony.history'),
      }),
    }),
    DialpadModule.forRootAsync({
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        clientId: config.getOrThrow<string>('telephony.dialpad.id'),
        clientSecret: config.getOrThrow<string>('telephony.dialpad.secret'),
        baseUrl: config.getOrThrow<string>('telephony.dialpad.address'),
      }),
    }),
  ],
})
class AppModule {}

const app = await NestFactory.create(AppModule);
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000);
