import { startRingCentralSimulator } from './index.js';
import { RateKeeper, ringCentralLimits } from './rate-limits.js';
import { asked } from './spec-support/asked.js';

const LOG = '/restapi/v1.0/account/~/call-log?perPage=1';

describe('rate limits', () => {
  it('have four groups: Light 50, Medium 40, Heavy 10, Auth 5 a minute for a user and an app', () => {
    expect(ringCentralLimits).toMatchObject({ Light: 50, Medium: 40, Heavy: 10, Auth: 5, penaltySeconds: 60 });
  });

  it('are told in the headers of every answer', async () => {
    const ringCentral = await startRingCentralSimulator({ historyDays: 1 });
    const { headers } = await asked(`${ringCentral.baseUrl}${LOG}`, ringCentral.grant('dana@acme.example').accessToken);
    expect(['Group', 'Limit', 'Remaining', 'Window'].map((name) => headers.get(`X-Rate-Limit-${name}`))).toEqual([
      ...['heavy', '10', '9', '60'],
    ]);
    await ringCentral.stop();
  });

  it('answer an eleventh heavy request 429 CMN-301 with Retry-After, and light ones as before', async () => {
    const ringCentral = await startRingCentralSimulator({ historyDays: 1 });
    const { accessToken } = ringCentral.grant('dana@acme.example');
    const statuses: number[] = [];
    for (let place = 0; place < 10; place++)
      statuses.push((await asked(`${ringCentral.baseUrl}${LOG}`, accessToken)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await asked(`${ringCentral.baseUrl}${LOG}`, accessToken);
    expect(refused).toMatchObject({ status: 429, body: { errorCode: 'CMN-301', errors: [{ errorCode: 'CMN-301' }] } });
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await asked(`${ringCentral.baseUrl}/restapi/v1.0/account/~`, accessToken)).status).toBe(200);
    await ringCentral.stop();
  });

  it('are counted for each user: what one used up is there for another', () => {
    const keeper = new RateKeeper({ ...ringCentralLimits, Heavy: 1 }, () => 0);
    expect([keeper.admit('a', 'Heavy'), keeper.admit('b', 'Heavy')].map(({ refusal }) => refusal)).toEqual([
      null,
      null,
    ]);
  });

  it('begin the penalty anew with each request during it', () => {
    let now = 0;
    const keeper = new RateKeeper({ ...ringCentralLimits, Heavy: 1 }, () => now);
    const isAdmitted = (at: number): boolean => {
      now = at;
      return keeper.admit('dana', 'Heavy').refusal === null;
    };
    expect([isAdmitted(0), isAdmitted(1000), isAdmitted(60_500), isAdmitted(119_000)]).toEqual([
      ...[true, false, false, false],
    ]);
    expect(isAdmitted(179_000)).toBe(true);
  });

  it('hold for the token endpoint too: a sixth refresh in a minute is one too many', async () => {
    const ringCentral = await startRingCentralSimulator({ historyDays: 1 });
    const { clientId, clientSecret } = ringCentral;
    let { refreshToken } = ringCentral.grant('dana@acme.example');
    const statuses: number[] = [];
    for (let place = 0; place < 6; place++) {
      const response = await fetch(`${ringCentral.baseUrl}/restapi/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
      });
      statuses.push(response.status);
      const body = (await response.json()) as { readonly refresh_token?: string };
      refreshToken = body.refresh_token ?? refreshToken;
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    await ringCentral.stop();
  });
});
