import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeHttpSurface } from 'prodoscore-phone-systems';
import { withNullsSaid } from './document-nulls.js';
import { HostModule } from './host.module.js';
import { SESSION_COOKIE } from './session/session-cookie.js';
import { readHostSettings } from './settings/host-settings.js';

/** The OpenAPI document of a host. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Phone systems')
    .setDescription('Connecting phone systems, fetching calls, and scoring days.')
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'Where this document was read')
    .addTag('Phone systems', 'What the package answers in every host')
    .addTag('Reference host', 'What stands in for the host: signing in without a password')
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie' }, 'session')
    .addSecurityRequirements('session')
    .build();
  return withNullsSaid(
    SwaggerModule.createDocument(app, config, {
      operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
    }),
  );
}

/** The same without starting anything: no database, no port. */
export async function previewDocument(): Promise<OpenAPIObject> {
  // Nothing is started, so that nothing is described by itself.
  await describeHttpSurface();
  const { settings } = readHostSettings({});
  const app = await NestFactory.create(HostModule.of(settings, { modules: [], notes: [] }), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  app.setGlobalPrefix('api');
  return openApiOf(app);
}
