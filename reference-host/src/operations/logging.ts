import { LoggerModule } from 'nestjs-pino';
import type { DynamicModule } from '@nestjs/common';
import { idOfRequest, REQUEST_ID } from 'prodoscore-phone-systems';

interface LoggedRequest {
  readonly id?: unknown;
  readonly method?: string;
  readonly url?: string;
}

/** How much is logged, from everything to nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * One JSON line each. A request is logged without its headers and without its query, for an address may carry an
 * authorisation's code and state; the rest is a second net.
 */
export const logging = (level: LogLevel): DynamicModule =>
  LoggerModule.forRoot({
    pinoHttp: {
      level,
      // Every answer names it, so that whoever asks for help can.
      genReqId: ({ headers }, response) => {
        const id = idOfRequest({ headers });
        response.setHeader(REQUEST_ID, id);
        return id;
      },
      redact: { paths: SECRETS, censor: '[redacted]' },
      serializers: {
        req: ({ id, method, url }: LoggedRequest) => ({ id, method, path: url?.split('?')[0] }),
        res: ({ statusCode }: { statusCode?: number }) => ({ status: statusCode }),
      },
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
    },
  });

const HEADERS = ['authorization', 'cookie', '["set-cookie"]'];
const PARAMETERS = ['code', 'state', 'access_token', 'refresh_token', 'client_secret'];

const below = (parents: readonly string[], names: readonly string[]): string[] =>
  parents.flatMap((parent) => names.map((name) => (name.startsWith('[') ? parent + name : `${parent}.${name}`)));

const SECRETS = [
  ...HEADERS,
  ...below(['*', 'headers', 'req.headers', 'res.headers', 'err.headers'], HEADERS),
  ...below(['query', 'body', 'req.query', 'req.body', 'err.query', 'err.body'], PARAMETERS),
];
