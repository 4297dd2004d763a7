import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { RoundRest } from '../calls/index.js';
import { takePlace } from '../connection/index.js';
import { ConnectionEntity } from '../storage/index.js';
import { AccountWatch } from './account-watch.service.js';

const NEVER = new AbortController().signal;

describe('looking whether an account is still open', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let watch: AccountWatch;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
    watch = new AccountWatch(stage.tenants, new RoundRest(stage.tenants), stage.settings);
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
  });

  afterEach(async () => {
    await desk.close();
  });

  const check = async (): Promise<boolean> => {
    const connection = await desk.only();
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    return await watch.check(place, desk.provider, desk.sessions.open(connection, desk.provider, NEVER));
  };
  const lastChecked = async (accountCheckedAt: Date): Promise<void> => {
    await stage.tenants.of(desk.tenantId).nativeUpdate(ConnectionEntity, {}, { accountCheckedAt });
  };

  it.each(['suspended', 'cancelled'] as const)('stops for a company that is %s, and says so', async (state) => {
    await lastChecked(new Date(0));
    desk.dialpad.setCompanyState('acme.example', state);
    expect(await check()).toBe(false);
    expect(await desk.only()).toMatchObject({
      status: 'stopped',
      problem: { kind: 'closed', message: expect.stringContaining(state), action: 'reconnect' },
    });
  });

  it('goes on where somebody reconnects after the company was opened again', async () => {
    await lastChecked(new Date(0));
    desk.dialpad.setCompanyState('acme.example', 'suspended');
    await check();
    desk.dialpad.setCompanyState('acme.example', 'active');
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
    expect(await check()).toBe(true);
  });

  it('asks no more often than far rounds are made', async () => {
    desk.dialpad.setCompanyState('acme.example', 'suspended');
    expect(await check()).toBe(true);
    expect(await desk.only()).toMatchObject({ status: 'connected' });
  });

  it('lets the rounds go on where the vendor does not say', async () => {
    await lastChecked(new Date(0));
    desk.dialpad.faults.plan({
      path: '/api/v2/company',
      times: Infinity,
      answer: { kind: 'body', status: 200, body: '{}' },
    });
    expect(await check()).toBe(true);
    expect(await desk.only()).toMatchObject({ status: 'connected', accountCheckedAt: new Date(0) });
  });
});
