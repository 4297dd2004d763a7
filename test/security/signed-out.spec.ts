import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultFixture } from '../../reference-host/src/fixture/default-fixture.js';
import type { Fixture } from '../../reference-host/src/fixture/fixture.js';
import { buildHost } from '../../reference-host/src/host-app.js';
import { readHostSettings } from '../../reference-host/src/settings/host-settings.js';
import { freePort } from '../support/host-process.js';
import { type House, openHouse } from '../support/house.js';
import { connectDialpad, signIn } from '../support/way.js';

const DANA = 'dana@acme.example';
const API = '/api/phone-systems';

describe('whoever is signed out of the reference host, or may no longer', () => {
  let house: House;
  let people: string;

  beforeAll(async () => {
    people = join(mkdtempSync(join(tmpdir(), 'people-')), 'people.json');
    writeFileSync(people, JSON.stringify(defaultFixture));
    house = await openHouse({ HOST_FIXTURE: people, LOG_LEVEL: 'silent' });
    await connectDialpad(await signIn(house.url, DANA), DANA, 'allow');
  }, 60_000);

  afterAll(() => house?.close(), 30_000);

  const send = (path: string, cookie: string, init: RequestInit = {}): Promise<Response> =>
    fetch(house.url + path, { ...init, headers: { cookie, ...init.headers }, redirect: 'manual' });
  const newCookie = async (): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await send('/api/sign-in', '', { method: 'POST', headers, body: JSON.stringify({ email: DANA }) });
    return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  };
  const listen = async (cookie: string): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
    const answer = await send(`${API}/dialpad/progress`, cookie);
    expect(answer.status).toBe(200);
    return answer.body!.getReader();
  };
  const isOver = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<boolean> => {
    while (!(await reader.read()).done);
    return true;
  };

  it.each([
    ['the program’s way', '/api/sign-out'],
    ['the page’s way', '/sign-out/form'],
  ])('is nobody with a copy of the cookie, by %s; others of theirs stay signed in', async (_way, path) => {
    const [copied, other] = [await newCookie(), await newCookie()];
    expect((await send('/api/me', copied)).status).toBe(200);
    await send(path, copied, { method: 'POST' });
    expect((await send('/api/me', copied)).status).toBe(401);
    expect((await send(`${API}/rules`, copied)).status).toBe(401);
    expect((await send('/api/me', other)).status).toBe(200);
  });

  it('hears no more of a stream that was open: its cookie is nobody’s any more', async () => {
    const cookie = await newCookie();
    const stream = await listen(cookie);
    await send('/api/sign-out', cookie, { method: 'POST' });
    expect(await isOver(stream)).toBe(true);
  }, 30_000);

  it('hears no more of a stream once they are no administrator', async () => {
    const stream = await listen(await newCookie());
    writeFileSync(people, JSON.stringify(withDana('employee')));
    expect(await isOver(stream)).toBe(true);
    writeFileSync(people, JSON.stringify(defaultFixture));
  }, 30_000);

  it('stays so after a restart, and whoever is signed in stays that', async () => {
    const [out, still] = [await newCookie(), await newCookie()];
    await send('/api/sign-out', out, { method: 'POST' });
    await house.app.close();
    const port = await freePort();
    const again = await buildHost(readHostSettings({ ...process.env, PORT: String(port) }).settings);
    await again.listen(port);
    const statusOf = async (cookie: string): Promise<number> =>
      (await fetch(`http://localhost:${port}/api/me`, { headers: { cookie } })).status;
    const statuses = [await statusOf(out), await statusOf(still)];
    await again.close();
    expect(statuses).toEqual([401, 200]);
  }, 60_000);
});

const withDana = (role: 'employee'): Fixture => ({
  tenants: defaultFixture.tenants.map((tenant) => ({
    ...tenant,
    employees: tenant.employees.map((each) => (each.emails.includes(DANA) ? { ...each, role } : each)),
  })),
});
