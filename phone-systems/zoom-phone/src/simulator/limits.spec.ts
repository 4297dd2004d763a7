import { startZoomPhoneSimulator, zoomPhoneLimits } from './index.js';
import type { ZoomPhoneSimulator, ZoomPhoneSimulatorOptions } from './index.js';
import { RateKeeper } from './rate-limits.js';
import { asked } from './spec-support/asked.js';

const NOON = Date.UTC(2026, 10, 20, 12);

describe('limits', () => {
  let zoom: ZoomPhoneSimulator;
  let now = NOON - 3_600_000;
  beforeEach(() => {
    now = NOON - 3_600_000;
  });
  afterEach(() => zoom.stop());
  const started = async (options: ZoomPhoneSimulatorOptions = {}): Promise<string> => {
    zoom = await startZoomPhoneSimulator({ historyDays: 1, now: () => new Date(now), ...options });
    return zoom.grant('dana@acme.example').accessToken;
  };
  const list = (token: string) => asked(zoom, '/phone/call_history', token, { page_size: '1' });

  it('are told in the headers of every answer', async () => {
    const { headers } = await list(await started());
    expect(['Category', 'Type', 'Limit', 'Remaining'].map((name) => headers.get(`X-RateLimit-${name}`))).toEqual([
      ...['Heavy', 'QPS', '10', '9'],
    ]);
  });

  it('refuse the request too many of a second with 429, and other categories answer as before', async () => {
    const token = await started({ limits: { Heavy: 1, Light: 3 } });
    const answers = await Promise.all([list(token), list(token)]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused).toMatchObject({ status: 429, body: { code: 429, message: expect.any(String) } });
    expect([refused?.headers.get('X-RateLimit-Type'), refused?.headers.get('Retry-After')]).toEqual(['QPS', null]);
    expect(Number(refused?.headers.get('X-RateLimit-Reset'))).toBeGreaterThan(now / 1000);
    expect((await asked(zoom, '/users/me', token)).status).toBe(200);
  });

  it('refuse heavy requests of an empty day until midnight in UTC, told as a date', async () => {
    const token = await started();
    zoom.othersUse('Acme', 29_999);
    expect((await list(token)).status).toBe(200);
    const refused = await list(token);
    expect([refused.status, refused.headers.get('X-RateLimit-Type'), refused.headers.get('Retry-After')]).toEqual([
      ...[429, 'Daily-limit', '2026-11-21T00:00:00Z'],
    ]);
    expect((await asked(zoom, '/phone/users', token)).status).toBe(200);
    now = Date.UTC(2026, 10, 21);
    expect((await list(zoom.grant('dana@acme.example').accessToken)).status).toBe(200);
  });

  it('are an account’s own: what one used up is there for another', async () => {
    await started();
    zoom.othersUse('Acme');
    expect((await list(zoom.grant('iris@globex.example').accessToken)).status).toBe(200);
  });

  it('let other apps use the day up at noon', async () => {
    const token = await started({ othersUseUpAt: '12:00' });
    expect((await list(token)).status).toBe(200);
    now = NOON - 1;
    expect((await list(zoom.grant('dana@acme.example').accessToken)).status).toBe(200);
    now = NOON;
    expect((await list(zoom.grant('dana@acme.example').accessToken)).status).toBe(429);
  });
});

describe('limits by plan', () => {
  it('are 40, 20 and 10 a second and 30,000 a day; half of it on the smaller plan', () => {
    expect(zoomPhoneLimits.business).toEqual({ Light: 40, Medium: 20, Heavy: 10, heavyDay: 30_000 });
    const { business, pro } = zoomPhoneLimits;
    expect(Object.values(pro).map((limit) => limit * 2)).toEqual(Object.values(business));
  });

  it('have room again a second after, and count no refused request', () => {
    let tick = 0;
    const keeper = new RateKeeper({ limits: { Heavy: 1, heavyDay: 2 }, now: () => NOON, ticks: () => tick });
    const isAdmitted = (at: number): boolean => {
      tick = at;
      return keeper.admit({ accountId: 'one', plan: 'pro' }, 'Heavy').refusal === null;
    };
    expect([0, 500, 999, 1000, 2000].map(isAdmitted)).toEqual([true, false, false, true, false]);
  });
});
