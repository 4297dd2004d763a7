import { partyOf, startDialpadSimulator } from './index.js';
import type { DialpadSimulator } from './index.js';
import { fromWire } from '../vendor/index.js';

describe('a simulated company', () => {
  let dialpad: DialpadSimulator;
  let token: string;

  beforeAll(async () => {
    dialpad = await startDialpadSimulator({ limits: 'off' });
    token = dialpad.grant('dana@acme.example').accessToken;
  });
  afterAll(() => dialpad.stop());

  const get = async (path: string) => {
    const response = await fetch(dialpad.baseUrl + path, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: fromWire(await response.text()) as Record<string, unknown> };
  };

  it('is found by id, domain and name, and no other is', () => {
    const { id } = dialpad.company('Acme');
    expect([dialpad.company(id).domain, dialpad.company('acme.example').id]).toEqual(['acme.example', id]);
    expect(() => dialpad.company('Initech')).toThrow('Initech');
  });

  it('takes on people and changes them without rewriting its calls', async () => {
    const until = new Date();
    const before = dialpad.calls('Acme', new Date(0), until);
    const added = dialpad.addUser('Acme', { firstName: 'Vera', phoneNumbers: ['+14155550190'] });
    dialpad.changeUser('Acme', added.id, { lastName: 'Holt', state: 'suspended' });
    expect((await get(`/api/v2/users/${added.id}`)).body).toMatchObject({
      display_name: 'Vera Holt',
      state: 'suspended',
      phone_numbers: ['+14155550190'],
    });
    expect(dialpad.calls('Acme', new Date(0), until)).toEqual(before);
    expect(() => dialpad.changeUser('Acme', '1', {})).toThrow('no user');
  });

  it('lets in nobody who is no longer active', async () => {
    const [dana] = dialpad.company('Acme').users;
    dialpad.changeUser('Acme', dana?.id ?? '', { state: 'suspended' });
    expect((await get('/api/v2/company')).status).toBe(401);
    expect(() => dialpad.grant('dana@acme.example')).toThrow('Nobody signs in');
    dialpad.changeUser('Acme', dana?.id ?? '', { state: 'active' });
    expect((await get('/api/v2/company')).status).toBe(200);
  });

  it('shows its state, and nothing else while it is suspended', async () => {
    dialpad.setCompanyState('Acme', 'suspended');
    expect((await get('/api/v2/company')).body).toMatchObject({ state: 'suspended' });
    expect((await get('/api/v2/call')).status).toBe(403);
    dialpad.setCompanyState('Acme', 'active');
    expect((await get('/api/v2/call')).status).toBe(200);
  });

  it('takes calls that are added and changed by hand', async () => {
    const company = dialpad.company('Acme');
    const [dana, lee] = company.users;
    const { id } = dialpad.addCall('Acme', {
      direction: 'inbound',
      startedAt: Date.now() - 60_000,
      endedAt: Date.now() - 30_000,
      target: partyOf(company, dana?.id ?? ''),
      contact: partyOf(company, lee?.id ?? ''),
    });
    expect((await get(`/api/v2/call/${id}`)).body).toMatchObject({ date_connected: null, was_recorded: false });
    dialpad.changeCall('Acme', id, { recorded: true });
    expect((await get(`/api/v2/call/${id}`)).body).toMatchObject({ was_recorded: true });
    expect(() => dialpad.changeCall('Acme', '1', {})).toThrow('no call');
    expect(() => partyOf(company, '1')).toThrow('no user');
  });
});
