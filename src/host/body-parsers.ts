import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';

/** Signed bytes, which are JSON at no time, whatever content type their sender gives them. */
const DELIVERY = /^\/api\/phone-systems\/[^/]+\/hooks\//;

/** Parses JSON and forms. Deliveries of webhooks stay in their stream, where their route reads them. */
export function useBodyParsers(app: NestExpressApplication): void {
  app.useBodyParser('json', { type: isParsed('application/json') });
  app.useBodyParser('urlencoded', { type: isParsed('application/x-www-form-urlencoded'), extended: true });
}

const isParsed =
  (type: string) =>
  (request: unknown): boolean =>
    !DELIVERY.test((request as Request).path) && (request as Request).is(type) !== false;
