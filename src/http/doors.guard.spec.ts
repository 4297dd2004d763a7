import { jest } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { type HttpAdapterHost, Reflector } from '@nestjs/core';
import type request from 'supertest';
import { PLATFORMS, StubbedHttp } from '../../test/support/stubbed-http.js';
import { rememberCaller } from '../access/caller.js';
import { DoorsGuard } from './doors.guard.js';
import { networkOf } from './doors.js';
import { HooksController } from './hooks.controller.js';
import { MappingsController } from './mappings.controller.js';

describe.each(PLATFORMS)('the doors, on %s', (platform) => {
  let http: StubbedHttp;
  let now: number;
  let clock: jest.SpiedFunction<typeof Date.now>;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
    now = Date.now();
    clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
  });

  beforeEach(() => {
    http.reset();
    now += 3_600_000;
  });

  afterAll(async () => {
    clock.mockRestore();
    await http.app.close();
  });

  const connect = () => http.ask('get', '/dialpad/connect');
  const statusesOf = async (times: number, ask: () => request.Test): Promise<Record<number, number>> => {
    const statuses: Record<number, number> = {};
    for (let turn = 0; turn < times; turn++) {
      const { status } = await ask();
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    return statuses;
  };

  it('stop a tenant that begins to connect without end, and say when to come back', async () => {
    expect(await statusesOf(60, connect)).toEqual({ 302: 60 });
    now += 10_000;
    const { body, headers } = await connect().expect(429);
    expect(headers['content-type']).toMatch('application/problem+json');
    expect(headers['retry-after']).toBe('50');
    expect(body).toMatchObject({
      code: 'too_many_requests',
      detail: 'These are too many requests at once: wait 50 seconds and try again.',
    });
    now += 50_000;
    await connect().expect(302);
  });

  it('are a tenant’s own: another one is let in meanwhile', async () => {
    await statusesOf(61, connect);
    http.signIn('boss', 'admin', 'globex');
    await connect().expect(302);
  });

  it('stop an address, whoever it says it is', async () => {
    for (const tenantId of ['a', 'b', 'c', 'd']) {
      http.signIn('boss', 'admin', tenantId);
      expect(await statusesOf(60, connect)).toEqual({ 302: 60 });
    }
    http.signIn('boss', 'admin', 'e');
    await connect().expect(429);
  });

  it('stop an address that tries states', async () => {
    http.told.caller = null;
    const guess = () => http.ask('get', '/dialpad/callback?state=x&code=y');
    expect(await statusesOf(241, guess)).toEqual({ 302: 240, 429: 1 });
  });

  it('ask who is there first', async () => {
    await statusesOf(61, connect);
    http.told.caller = null;
    await connect().expect(401);
  });
});

describe('wide doors', () => {
  let now: number;
  let clock: jest.SpiedFunction<typeof Date.now>;
  let guard: DoorsGuard;

  beforeEach(() => {
    now = Date.now();
    clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
    guard = new DoorsGuard(new Reflector(), {
      httpAdapter: { setHeader: () => undefined },
    } as unknown as HttpAdapterHost);
  });

  afterEach(() => clock.mockRestore());

  /** How many of so many requests are let in. */
  const letIn = async (times: number, handler: unknown, request: () => object): Promise<number> => {
    let count = 0;
    for (let turn = 0; turn < times; turn++) {
      const context = {
        getHandler: () => handler,
        switchToHttp: () => ({ getRequest: request, getResponse: () => ({}) }),
      };
      const isIn = guard.canActivate(context as unknown as ExecutionContext);
      count += await isIn.then(
        () => 1,
        () => 0,
      );
    }
    return count;
  };
  const deliveries = (times: number, connectionId: string, ip = '203.0.113.7'): Promise<number> =>
    letIn(times, HooksController.prototype.receive, () => ({ ip, params: { connectionId } }));
  const searches = (times: number, tenantId: string): Promise<number> =>
    letIn(times, MappingsController.prototype.page, () => {
      const request = { ip: '203.0.113.7', params: {} };
      rememberCaller(request, { tenantId, employeeId: 'boss', role: 'admin' });
      return request;
    });

  it('take a vendor’s burst whole, and each connection’s for itself', async () => {
    expect(await deliveries(600, 'one')).toBe(600);
    now += 1_000;
    expect(await deliveries(401, 'one')).toBe(400);
    expect(await deliveries(500, 'another')).toBe(500);
    now += 10_000;
    expect(await deliveries(1, 'one')).toBe(1);
  });

  it('stop an address that makes up connections', async () => {
    let count = 0;
    for (let id = 0; id < 1_100; id++) count += await deliveries(1, `made-up-${id}`);
    expect(count).toBe(1_000);
    expect(await deliveries(1, 'one', '203.0.113.8')).toBe(1);
  });

  it('let a person type and turn pages', async () => {
    expect(await searches(601, 'acme')).toBe(600);
    expect(await searches(10, 'globex')).toBe(10);
    now += 60_000;
    expect(await searches(1, 'acme')).toBe(1);
  });
});

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::', '0:0:0:0'],
    ['', ''],
    ['no address', 'no address'],
  ])('%j counts as %j', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
