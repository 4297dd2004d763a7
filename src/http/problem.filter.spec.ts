import {
  BadRequestException,
  Body,
  Controller,
  Get,
  type INestApplication,
  Logger,
  Post,
  Query,
  ServiceUnavailableException,
  UseFilters,
  UsePipes,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { jest } from '@jest/globals';
import request from 'supertest';
import { ProviderError } from '../contract/index.js';
import { Problem } from '../support/problem.js';
import { checkSpan, DaysQuery } from './inputs/days.input.js';
import { MappingInput } from './inputs/mapping.input.js';
import { MappingsQuery } from './inputs/mappings.input.js';
import { RulesInput } from './inputs/rules.input.js';
import { ProblemFilter } from './problem.filter.js';
import { inputPipe } from './validation.js';

const thrown: Readonly<Record<string, () => Error>> = {
  problem: () => new Problem(409, 'phone_user_taken', 'Lee Park already has it; unmap Lee first.'),
  vendor: () => new ProviderError({ kind: 'tryLater' }, 'Dialpad is out of order for now.'),
  inside: () => new Error('connect ECONNREFUSED postgres://admin:hunter2@db'),
  waited: () => new Error('timeout exceeded when trying to connect'),
  lost: () => new Error('Connection terminated unexpectedly'),
  framework: () => new BadRequestException('Unexpected token } in JSON at position 7'),
  unavailable: () => new ServiceUnavailableException('pool exhausted'),
  'too-large': () => Object.assign(new Error('request entity too large'), { status: 413, expose: true }),
  shy: () => Object.assign(new Error('proxy detail'), { status: 404 }),
};

@Controller()
@UseFilters(ProblemFilter)
@UsePipes(inputPipe())
class Routes {
  @Get('throw')
  throw(@Query('what') what: string): void {
    throw thrown[what]!();
  }

  @Get('days')
  days(@Query() query: DaysQuery): string {
    checkSpan(query);
    return 'ok';
  }

  @Get('mappings')
  mappings(@Query() query: MappingsQuery): MappingsQuery {
    return query;
  }

  @Post('mapping')
  mapping(@Body() input: MappingInput): MappingInput {
    return input;
  }

  @Post('rules')
  rules(@Body() input: RulesInput): RulesInput {
    return input;
  }
}

const rules = {
  effectiveFrom: '2026-12-01',
  pointsPerMinute: 1,
  weights: { inbound: 1, outbound: 1.5, internal: 0 },
  pointsPerCall: 0,
  shortestTalkSeconds: 0,
  dailyCap: null,
  overlap: 'employee',
};

describe('problems', () => {
  let app: INestApplication;
  let log: ReturnType<typeof jest.spyOn>;

  beforeAll(async () => {
    app = (await Test.createTestingModule({ controllers: [Routes] }).compile()).createNestApplication();
    log = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    await app.init();
  });

  beforeEach(() => log.mockClear());

  afterAll(async () => {
    log.mockRestore();
    await app.close();
  });

  const get = (path: string) => request(app.getHttpServer()).get(path);
  const post = (path: string, body: object) => request(app.getHttpServer()).post(path).send(body);

  it('tells a refusal with its code and sentence, uncached', async () => {
    const { body, headers } = await get('/throw?what=problem').expect(409);
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'Lee Park already has it; unmap Lee first.',
      code: 'phone_user_taken',
      errors: [],
    });
  });

  it.each([
    ['vendor', 502, 'vendor_error', /Dialpad is out of order/],
    ['framework', 400, 'invalid_input', /well-formed JSON/],
    ['unavailable', 503, 'unavailable', /try again/],
    ['too-large', 413, 'too_large', /too large/],
    ['shy', 500, 'internal_error', /Something went wrong here/],
    ['waited', 503, 'database_busy', /^The database is busy or cannot be reached.* try again/],
    ['lost', 503, 'database_busy', /^The connection to the database was lost.* not known whether.* try again/],
    ['inside', 500, 'internal_error', /Something went wrong here/],
  ])('tells %s as %i %s', async (what, status, code, sentence) => {
    const { body } = await get(`/throw?what=${what}`).expect(status);
    expect(body).toMatchObject({ status, code, detail: expect.stringMatching(sentence) });
  });

  it.each(['waited', 'lost', 'unavailable'])('says when to come back, where it is %s', async (what) => {
    const { headers } = await get(`/throw?what=${what}`).expect(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('keeps the inside in the log and out of the answer', async () => {
    const { text } = await get('/throw?what=inside').expect(500);
    expect(text).not.toMatch(/hunter2|ECONNREFUSED|postgres/);
    expect(log).toHaveBeenCalledTimes(1);
  });

  it('does not log refusals', async () => {
    await get('/throw?what=problem');
    await get('/throw?what=framework');
    expect(log).not.toHaveBeenCalled();
  });

  it('names every wrong field of an input', async () => {
    const wrong = { ...rules, weights: { inbound: -1, outbound: 'x' }, overlap: 'team', surprise: true };
    const { body } = await post('/rules', wrong).expect(400);
    expect(body).toMatchObject({ code: 'invalid_input' });
    const fields = (body as { errors: { field: string }[] }).errors.map(({ field }) => field).sort();
    expect(fields).toEqual(['overlap', 'surprise', 'weights.inbound', 'weights.internal', 'weights.outbound']);
  });

  it.each([
    [[]],
    ['text'],
    [{ ...rules, weights: [] }],
    [{ ...rules, weights: null }],
    [{ ...rules, dailyCap: -1 }],
    [{ ...rules, dailyCap: 1e-7 }],
    [{ ...rules, pointsPerCall: 0.0000001 }],
  ])('refuses %j as rules', async (body) => {
    await request(app.getHttpServer())
      .post('/rules')
      .set('content-type', 'application/json')
      .send(JSON.stringify(body))
      .expect(400);
  });

  it('takes what is right', async () => {
    await post('/rules', rules).expect(201, rules);
    await post('/mapping', { phoneUserId: null }).expect(201, { phoneUserId: null });
    await post('/mapping', { phoneUserId: '9007199254740993', from: '2026-12-01' }).expect(201);
    await get('/mappings?filter=unmatched&search=dana&page=2').expect(200, {
      filter: 'unmatched',
      search: 'dana',
      page: 2,
    });
    await get('/days?from=2025-11-01&to=2026-12-05').expect(200);
  });

  it.each([
    ['/days', 'invalid_day'],
    ['/days?from=2026-02-30&to=2026-03-01', 'invalid_day'],
    ['/days?from=2026-03-01&to=yesterday', 'invalid_day'],
    ['/days?from=2026-03-01&from=2026-03-02&to=2026-03-03', 'invalid_day'],
    ['/days?from=2026-03-02&to=2026-03-01', 'invalid_span'],
    ['/days?from=2025-11-01&to=2026-12-06', 'invalid_span'],
    ['/days?from=2026-03-01&to=2026-03-02&extra=1', 'invalid_input'],
    ['/mappings?page=0', 'invalid_input'],
    ['/mappings?page=one', 'invalid_input'],
    ['/mappings?filter=everything', 'invalid_input'],
    ['/mappings?search=%00', 'invalid_input'],
  ])('refuses %s as %s', async (path, code) => {
    const { body } = await get(path).expect(400);
    expect(body).toMatchObject({ code });
  });

  it('refuses a mapping that names nobody, and one from a day that is none', async () => {
    await post('/mapping', {}).expect(400);
    await post('/mapping', { phoneUserId: 7 }).expect(400);
    expect((await post('/mapping', { phoneUserId: '7', from: '2026-13-01' }).expect(400)).body).toMatchObject({
      code: 'invalid_day',
      errors: [{ field: 'from', message: 'from must be a day such as 2026-11-22' }],
    });
  });
});
