import { acmeAtZoom, startZoomPhoneSimulator } from './index.js';
import type { ZoomPhoneSimulator, ZoomPhoneSimulatorOptions } from './index.js';
import { asked } from './spec-support/asked.js';

interface WireUser {
  readonly id: string;
  readonly extension_id?: string;
  readonly extension_number?: number;
  readonly email: string;
  readonly status: string;
  readonly phone_numbers: readonly { readonly number: string }[];
}
interface WireUsers {
  readonly users: readonly WireUser[];
  readonly next_page_token: string;
  readonly page_size: number;
  readonly total_records: number;
}

const NOW = Date.UTC(2026, 10, 20, 17);

describe('the directory', () => {
  let zoom: ZoomPhoneSimulator;
  let now = NOW;
  afterEach(async () => {
    now = NOW;
    await zoom.stop();
  });
  const started = async (options: ZoomPhoneSimulatorOptions = {}): Promise<string> => {
    zoom = await startZoomPhoneSimulator({ limits: 'off', historyDays: 30, now: () => new Date(now), ...options });
    return zoom.grant('dana@acme.example').accessToken;
  };
  const users = (token: string, query: Record<string, string> = {}) =>
    asked<WireUsers>(zoom, '/phone/users', token, query);
  const emails = async (token: string, query: Record<string, string>) =>
    (await users(token, query)).body.users.map(({ email }) => email);

  it('says who connected, and of which account; no domain and no name', async () => {
    const token = await started();
    const { body } = await asked<Record<string, unknown>>(zoom, '/users/me', token);
    expect(body).toMatchObject({
      account_id: acmeAtZoom.accountId,
      email: 'dana@acme.example',
      verified: 1,
      role_name: 'Owner',
    });
    expect(body).not.toHaveProperty('account_name');
  });

  it('lists people with numbers without +, or with it', async () => {
    const first = async (token: string) =>
      (await users(token)).body.users.find(({ email }) => email.startsWith('dana'));
    expect(await first(await started())).toMatchObject({
      ...{ id: 'zoom-user-acme-0001', extension_id: 'user-ext-acme-0001', extension_number: 801, status: 'activate' },
      phone_numbers: [{ id: 'number-14155550170', number: '14155550170' }],
    });
    await zoom.stop();
    expect((await first(await started({ behaves: { directoryNumbers: 'with +' } })))?.phone_numbers[0]?.number).toBe(
      '+14155550170',
    );
  });

  it('lists by status, and whoever has left not at all', async () => {
    const token = await started();
    expect(await emails(token, { status: 'pending' })).toEqual(['ben@acme.example']);
    expect(await emails(token, { status: 'deactivate' })).toEqual(['sofia@acme.example']);
    const active = await emails(token, { status: 'activate', page_size: '100' });
    expect(active).toContain('dana@acme.example');
    zoom.changeUser('Acme', 'zoom-user-acme-0003', { gone: true });
    expect(await emails(token, { status: 'activate', page_size: '100' })).toEqual(
      active.filter((email) => email !== 'ann@acme.example'),
    );
    expect(active).not.toContain('hana@acme.example');
  });

  it('has 30 on a page unless asked for up to 100, and goes on by a token for fifteen minutes', async () => {
    const token = await started();
    expect((await users(token)).body.page_size).toBe(30);
    expect(await users(token, { page_size: '101' })).toMatchObject({ status: 400, body: { code: 300 } });
    const page = (await users(token, { page_size: '5' })).body;
    const next = { page_size: '5', next_page_token: page.next_page_token };
    now += 899_999;
    const second = await users(token, next);
    expect([second.status, second.body.users.length]).toEqual([200, 5]);
    expect(second.body.users[0]?.id).not.toBe(page.users[0]?.id);
    now += 1;
    expect(await users(token, next)).toMatchObject({
      ...{ status: 400, body: { code: 400, message: expect.stringContaining('next_page_token') } },
    });
  });

  it('has one extension for two people in turn: the second calls from the day on which the first left', async () => {
    for (const extensionIdPassesOn of [false, true]) {
      await started({ behaves: { extensionIdPassesOn } });
      const ids = ['0012', '0009'].map((place) => {
        const user = zoom.company('Acme').users.find(({ id }) => id === `zoom-user-acme-${place}`);
        return { extensionNumber: user?.extensionNumber, extensionId: user?.extensionId };
      });
      expect(ids[0]?.extensionNumber).toBe(ids[1]?.extensionNumber);
      expect(ids[0]?.extensionId === ids[1]?.extensionId).toBe(extensionIdPassesOn);
      const all = zoom.records('Acme', new Date(NOW - 30 * 86_400_000), new Date(NOW));
      const startsOf = (place: string) =>
        all.filter(({ userId }) => userId === `zoom-user-acme-${place}`).map(({ startedAt }) => startedAt);
      expect(Math.max(...startsOf('0012'))).toBeLessThan(Math.min(...startsOf('0009')));
      if (!extensionIdPassesOn) await zoom.stop();
    }
  });

  it('is refused to a lesser administrator (400, 124), and where Zoom Phone is off (2013)', async () => {
    const dana = await started();
    const grace = zoom.grant('grace@acme.example').accessToken;
    for (const path of ['/phone/users', '/phone/call_history']) {
      expect(await asked(zoom, path, grace)).toMatchObject({ status: 400, body: { code: 124 } });
    }
    expect((await asked(zoom, '/users/me', grace)).status).toBe(200);
    zoom.setAccount('Acme', { phone: 'off' });
    expect(await users(dana)).toMatchObject({ status: 400, body: { code: 2013 } });
    expect((await asked(zoom, '/users/me', dana)).status).toBe(200);
  });
});
