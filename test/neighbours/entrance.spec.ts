import {
  type CanActivate,
  ConsoleLogger,
  type ExecutionContext,
  ForbiddenException,
  VersioningType,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NextFunction, Request, Response } from 'express';
import { isFromPhoneSystem } from '../../src/index.js';
import { AS_DANA, type BareHost, type OfTheHost, openBareHost } from '../support/bare-host.js';
import { until } from '../support/way.js';

const DELIVERY = 'POST /phone-systems/:key/hooks/:connectionId';
const CALLBACK = 'GET /phone-systems/:key/callback';

/** Lets nobody in who is not signed in. */
class SignedIn implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Readonly<Record<string, unknown>> }>();
    if (headers['x-employee'] === undefined) throw new ForbiddenException();
    return true;
  }
}

class SignedInOrVendor extends SignedIn {
  override canActivate(context: ExecutionContext): boolean {
    return isFromPhoneSystem(context) || super.canActivate(context);
  }
}

/** Reads every body to its end, whatever it is. */
function reading(request: Request, _response: Response, next: NextFunction): void {
  request.resume().once('end', () => next());
}

const IN_A_HEADER = { type: VersioningType.HEADER, header: 'x-api-version', defaultVersion: '1' } as const;

function versioned(request: Request, _response: Response, next: NextFunction): void {
  if (/\/phone-systems\/[^/]+\/(callback|hooks)\b/.test(request.url)) request.headers['x-api-version'] ??= '1';
  next();
}

/** What the host's log says of the entrance. */
class EntranceLog extends ConsoleLogger {
  readonly told: { readonly event: string; readonly msg: string }[] = [];

  override debug(line: unknown): void {
    this.keep(line);
  }
  override warn(line: unknown): void {
    this.keep(line);
  }
  override log(): void {}

  private keep(line: unknown): void {
    const { event = '' } = line as { event?: string };
    if (event.startsWith('entrance-')) this.told.push(line as { event: string; msg: string });
  }
}

describe('what comes from a phone system', () => {
  let host: BareHost | undefined;

  afterEach(async () => {
    await host?.close();
    host = undefined;
  });

  const toldBy = async (ours: OfTheHost): Promise<readonly string[]> => {
    const logger = new EntranceLog();
    host = await openBareHost({ ...ours, logger });
    const told = await until(
      'both are tried',
      () => Promise.resolve(logger.told),
      ({ length }) => length === 2,
    );
    return told.filter(({ event }) => event !== 'entrance-open').map(({ event, msg }) => `${event}: ${msg}`);
  };
  const closed = (route: string, status: number) =>
    expect.stringMatching(
      `^entrance-closed: What comes from a phone system does not get through: ${route.replaceAll('/', '\\/')} was answered ${status} `,
    );

  it.each<[string, OfTheHost]>([
    ['nothing of the host stands in its way', {}],
    [
      'its paths have a prefix and a version',
      {
        prepare: (app) =>
          app.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI, defaultVersion: '1' }),
      },
    ],
    [
      'a guard of the host for all routes lets it through, as the README shows',
      { providers: [{ provide: APP_GUARD, useClass: SignedInOrVendor }] },
    ],
    ['the host is on Fastify', { adapter: new FastifyAdapter(), prepare: (app) => app.setGlobalPrefix('api') }],
    [
      'the host gives it the version that it asks for in a header, as the README shows',
      { prepare: (app) => app.enableVersioning(IN_A_HEADER).use(versioned) },
    ],
  ])('gets through where %s', async (_what, ours) => {
    expect(await toldBy(ours)).toEqual([]);
  });

  it('is told at start not to, with its paths, where a guard of the host turns it away', async () => {
    const told = await toldBy({ providers: [{ provide: APP_GUARD, useClass: SignedIn }] });
    expect(told).toEqual([closed(DELIVERY, 403), closed(CALLBACK, 403)]);
    const answer = await fetch(`${host?.url}/phone-systems`, { headers: AS_DANA });
    expect(answer.status).toBe(200);
  });

  it('is told at start not to where the host asks for a version in a header', async () => {
    const told = await toldBy({ prepare: (app) => app.enableVersioning(IN_A_HEADER) });
    expect(told).toEqual([closed(DELIVERY, 404), closed(CALLBACK, 404)]);
  });

  it('is told at start to come without the bytes that are signed where something reads them before', async () => {
    expect(await toldBy({ prepare: (app) => app.use(reading) })).toEqual([closed(DELIVERY, 401)]);
  });
});
