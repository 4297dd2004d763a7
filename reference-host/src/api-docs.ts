import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';

/** Where the viewer of OpenAPI documents lies. `@nestjs/swagger` brings it along. */
const VIEWER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Phone systems: HTTP surface</title>
    <link rel="icon" href="/api/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="surface"></main>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#surface', deepLinking: true, validatorUrl: null });\n`;

/** Shows the OpenAPI document as a page at `/api/docs`, under the host's own content security policy. */
export function serveApiDocs(app: NestExpressApplication): void {
  app.use('/api/docs', (request: Request, response: Response, next: () => void) => {
    if (request.path === '/') response.type('html').send(PAGE);
    else if (request.path === '/start.js') response.type('js').send(START);
    else next();
  });
  app.useStaticAssets(VIEWER, { prefix: '/api/docs/', index: false });
}
