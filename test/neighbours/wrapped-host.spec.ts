import {
  type ArgumentsHost,
  type CallHandler,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  Get,
  type INestApplication,
  type NestInterceptor,
  ValidationPipe,
} from '@nestjs/common';
import { type AbstractHttpAdapter, APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import { SignJWT } from 'jose';
import { map, type Observable } from 'rxjs';
import { answerConsent, type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { AS_DANA, type BareHost, DANA, openBareHost } from '../support/bare-host.js';
import { openApi, undocumented } from '../support/documented.js';
import { locationOf, until } from '../support/way.js';

/** Wraps whatever the host answers. */
class Wrapping implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

@Controller('greeting')
class GreetingController {
  @Get()
  greet(): object {
    return { hello: 'world' };
  }
}

/** Answers whatever fails in the host's own shape. */
@Catch()
class HostFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response: { status(code: number): { send(body: object): void } } = host.switchToHttp().getResponse();
    response.status(500).send({ ours: String(error) });
  }
}

/** An Express that reads whatever says that it is JSON or text before Nest has seen it. */
function parsingExpress(): AbstractHttpAdapter {
  const server = express();
  server.use(express.json({ type: ['json', 'text/*', 'application/jwt'] }));
  return new ExpressAdapter(server);
}

const PLATFORMS: readonly [string, () => AbstractHttpAdapter, (app: INestApplication) => void][] = [
  ['on Express, with a parser in front of Nest', parsingExpress, () => undefined],
  ['on Express, with a parser behind it', () => new ExpressAdapter(), (app) => app.use(express.text({ type: '*/*' }))],
  ['on Fastify', () => new FastifyAdapter(), () => undefined],
];

const TODAY = new Date().toISOString().slice(0, 10);
const FILLED: Readonly<Record<string, string>> = {
  key: 'dialpad',
  employeeId: DANA.id,
  day: TODAY,
  callId: '5b1c6a3e-8f0f-4b5e-9a51-6c1d3c1b7f10',
  id: '5b1c6a3e-8f0f-4b5e-9a51-6c1d3c1b7f10',
};
/** How a form other than JSON is asked for, where there are several. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'text/csv': ['format=csv'],
  'text/markdown': ['format=md'],
};
const CSV_HEAD = /^\uFEFF?\w+(,\w+)+\r\n/;

/** Every address that answers with something to read, and each form of it. */
const READS = Object.entries(openApi.paths).flatMap(([template, { get }]) => {
  const types = Object.keys(get?.responses['200']?.content ?? {}).filter((type) => type !== 'text/event-stream');
  const below = template.split('/phone-systems')[1];
  if (below === undefined) return [];
  const path = below.replace(/\{(\w+)\}/g, (_, name: string) => FILLED[name] ?? name);
  const span = /days$/.test(path) ? [`from=${TODAY}`, `to=${TODAY}`] : [];
  return types.map((type): [string, string] => {
    const query = [...span, ...(types.length > 1 ? (FORMATS[type] ?? []) : [])];
    return [query.length === 0 ? path : `${path}?${query.join('&')}`, type];
  });
});

describe.each(PLATFORMS)(
  'a host that wraps every answer, checks every input and answers every failure, %s',
  (_name, adapter, prepare) => {
    let dialpad: DialpadSimulator;
    let host: BareHost;
    let surface: string;

    beforeAll(async () => {
      dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 1 });
      host = await openBareHost({
        dialpad,
        adapter: adapter(),
        controllers: [GreetingController],
        providers: [
          { provide: APP_INTERCEPTOR, useClass: Wrapping },
          { provide: APP_FILTER, useClass: HostFilter },
          {
            provide: APP_PIPE,
            useValue: new ValidationPipe({
              whitelist: true,
              forbidNonWhitelisted: true,
              forbidUnknownValues: true,
              transform: true,
              transformOptions: { enableImplicitConversion: true },
            }),
          },
        ],
        prepare: (app) => {
          app.setGlobalPrefix('api');
          prepare(app);
        },
      });
      surface = `${host.url}/api/phone-systems`;
      // Connected once, by the whole way.
      const begun = await fetch(`${surface}/dialpad/connect`, { headers: AS_DANA, redirect: 'manual' });
      const cookie = begun.headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '');
      const back = await answerConsent(locationOf(begun), { email: 'dana@acme.example', decision: 'allow' });
      const returned = await fetch(back, { headers: { cookie: cookie.join('; ') }, redirect: 'manual' });
      expect(locationOf(returned)).toContain('outcome=connected');
      expect([begun, returned].map(({ headers }) => headers.get('referrer-policy'))).toEqual([
        'no-referrer',
        'no-referrer',
      ]);
    });

    afterAll(async () => {
      await host?.close();
      await dialpad.stop();
    });

    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${surface}${path}`, { ...init, headers: { ...AS_DANA, ...(init.headers as Record<string, string>) } });

    it('gets its own shape around its own answers', async () => {
      expect(await (await fetch(`${host.url}/api/greeting`)).json()).toEqual({ data: { hello: 'world' } });
    });

    it.each(READS)('is answered at %s as the OpenAPI document says, in %s', async (path, type) => {
      const answer = await ask(path);
      const found = answer.headers.get('content-type') ?? '';
      const body = found.includes('json') ? await answer.json() : await answer.text();
      const { pathname } = new URL(answer.url);
      expect(undocumented('GET', pathname, { status: answer.status, type: found, body })).toBeNull();
      if (answer.status === 200) expect(found).toMatch(new RegExp(`^${type}(;|$)`));
      if (type === 'text/csv') expect([answer.status, body]).toEqual([200, expect.stringMatching(CSV_HEAD)]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });

    it('is told what fails in the same shape', async () => {
      const refused = await ask('/dialpad/mappings?page=none');
      const type = refused.headers.get('content-type') ?? '';
      expect([refused.status, type]).toEqual([400, expect.stringMatching(/^application\/problem\+json/)]);
      expect(await refused.json()).toMatchObject({ status: 400, code: 'invalid_input' });
    });

    it('takes a file, whatever parses texts in front', async () => {
      const body = await (await ask('/dialpad/mappings/export')).text();
      const imported = await ask('/dialpad/mappings/import?dryRun=true', {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body,
      });
      expect(await imported.json()).toMatchObject({ dryRun: true, wrong: [] });
    });

    it('tells events as they are', async () => {
      const leave = new AbortController();
      const answer = await ask('/dialpad/progress', { signal: leave.signal });
      expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
      let heard = '';
      for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        heard += part;
        if (/^data: \{"phase":.*\n\n/m.test(heard)) break;
      }
      leave.abort();
      expect(heard).toMatch(/^data: \{"phase":.*\n\n/m);
    });

    it.each(['application/json', 'application/jwt', 'text/plain', 'application/x-www-form-urlencoded'])(
      'takes a signed delivery that calls itself %s',
      async (type) => {
        const { url, secret } = await until(
          'a webhook stands',
          () => webhookAt(dialpad),
          (one) => one !== undefined,
        ).then((one) => one ?? { url: '', secret: '' });
        const claims = {
          call_id: '1',
          state: 'hangup',
          direction: 'inbound',
          date_started: 1,
          date_ended: 2,
          event_timestamp: 3,
          target: { type: 'user', id: 1 },
        };
        const body = await new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(secret));
        const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
        expect([answer.status, await answer.text()]).toEqual([204, '']);
      },
    );
  },
);

async function webhookAt({ baseUrl, grant }: DialpadSimulator): Promise<{ url: string; secret: string } | undefined> {
  const { accessToken } = grant('dana@acme.example');
  const headers = { authorization: `Bearer ${accessToken}` };
  const { items } = (await (await fetch(new URL('/api/v2/webhooks', baseUrl), { headers })).json()) as {
    items: { hook_url: string; signature: { secret: string } }[];
  };
  const [webhook] = items;
  return webhook && { url: webhook.hook_url, secret: webhook.signature.secret };
}
