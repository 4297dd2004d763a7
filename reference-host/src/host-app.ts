import { NotFoundException, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { Logger } from 'nestjs-pino';
import { serveApiDocs } from './api-docs.js';
import { HostModule } from './host.module.js';
import { openApiOf } from './openapi.js';
import { assets } from './pages/assets.js';
import { PageFilter } from './pages/page.filter.js';
import { pathAlone } from './pages/path-alone.js';
import { securityHeaders } from './pages/security-headers.js';
import { loadPlugins } from './plugins/plugins.js';
import { ownOriginOnly } from './session/own-origin.js';
import type { HostSettings } from './settings/host-settings.js';

/** What lies beside `/api`: pages for people, and what operators look at. */
const BESIDE_THE_API = [
  { path: '/', method: RequestMethod.GET },
  { path: 'sign-in', method: RequestMethod.GET },
  { path: 'sign-in/form', method: RequestMethod.POST },
  { path: 'sign-out/form', method: RequestMethod.POST },
  { path: 'my-day', method: RequestMethod.GET },
  { path: 'team', method: RequestMethod.GET },
  { path: 'objections', method: RequestMethod.GET },
  { path: 'notice', method: RequestMethod.GET },
  { path: 'notice/acknowledgement/form', method: RequestMethod.POST },
  { path: 'settings/products/phone-system', method: RequestMethod.GET },
  { path: 'settings/products/phone-system/rules', method: RequestMethod.GET },
  { path: 'settings/products/phone-system/visit', method: RequestMethod.GET },
  { path: 'employees/:employeeId/days/:day', method: RequestMethod.GET },
  { path: 'employees/:employeeId/data', method: RequestMethod.GET },
  { path: 'calls/:callId', method: RequestMethod.GET },
  { path: 'health/live', method: RequestMethod.GET },
  { path: 'health/ready', method: RequestMethod.GET },
  { path: 'health/connections', method: RequestMethod.GET },
  { path: 'metrics', method: RequestMethod.GET },
];

/** Builds the host; it does not listen yet. */
export async function buildHost(settings: HostSettings): Promise<NestExpressApplication> {
  const { publicUrl } = settings.phoneSystems;
  const app = await NestFactory.create<NestExpressApplication>(
    HostModule.of(settings, await loadPlugins(settings.plugins)),
    {
      // Until the host's own logger is there, what fails is thrown, and told once.
      logger: false,
      forceCloseConnections: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.set('trust proxy', settings.proxies);
  app.setGlobalPrefix('api', { exclude: BESIDE_THE_API });
  app.use(pathAlone);
  app.use(securityHeaders(publicUrl));
  app.use(ownOriginOnly(publicUrl));
  app.use(assets());
  serveOpenApi(app);
  serveApiDocs(app);
  await app.init();
  answerUnknownAddresses(app);
  return app;
}

/** Whatever no route has taken; below `/api` the module has answered before. */
function answerUnknownAddresses(app: NestExpressApplication): void {
  const pages = app.get(PageFilter);
  app.use((request: Request, response: Response) => pages.show(new NotFoundException(), request, response));
}

function serveOpenApi(app: NestExpressApplication): void {
  const document = openApiOf(app);
  app.use('/api/openapi.json', (_request: Request, response: Response) => {
    response.json(document);
  });
}
