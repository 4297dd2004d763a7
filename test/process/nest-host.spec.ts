import { type NestHost, type RunningNestHost, makeNestHost, startNestHost } from '../support/nest-host.js';

describe('a host that the Nest CLI made, with the tarball installed and the two lines added', () => {
  let host: NestHost;
  let running: RunningNestHost | undefined;

  beforeAll(async () => {
    host = await makeNestHost();
  }, 400_000);

  afterAll(async () => {
    await running?.stop();
    await host?.remove();
  });

  it('builds, starts, offers Dialpad, and serves its own routes as before', async () => {
    running = await startNestHost(host, { DIALPAD_CLIENT_ID: 'client', DIALPAD_CLIENT_SECRET: 'secret' });
    const asDana = { headers: { 'x-employee': 'e1' } };
    const offered = await fetch(`${running.url}/phone-systems`, asDana);
    expect(offered.status).toBe(200);
    expect(await offered.json()).toMatchObject({ items: [{ key: 'dialpad', displayName: 'Dialpad' }], selected: null });

    expect((await fetch(`${running.url}/phone-systems`)).status).toBe(401);
    expect(await (await fetch(running.url)).text()).toBe('Hello World!');
    expect((await fetch(`${running.url}/nowhere`)).headers.get('content-type')).toMatch(/^application\/json/);
  });
});
