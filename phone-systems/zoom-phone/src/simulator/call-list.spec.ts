import { startZoomPhoneSimulator } from './index.js';
import type { ZoomPhoneHabits, ZoomPhoneSimulator } from './index.js';
import { asked, everyRow } from './spec-support/asked.js';
import type { WireDetail, WireLeg } from './spec-support/asked.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const DAY_MS = 86_400_000;
const HOUR = { from: '2026-11-19T12:00:00Z', to: '2026-11-19T20:00:00Z' };

describe('the list of calls', () => {
  let zoom: ZoomPhoneSimulator;
  let token: string;
  let now = NOW;
  const started = async (behaves: Partial<ZoomPhoneHabits> = {}, historyDays = 3): Promise<void> => {
    zoom = await startZoomPhoneSimulator({ behaves, historyDays, limits: 'off', now: () => new Date(now) });
    token = zoom.grant('dana@acme.example').accessToken;
  };
  const list = (query: Record<string, string>) => asked(zoom, '/phone/call_history', token, query);
  afterEach(async () => {
    now = NOW;
    await zoom.stop();
  });

  it('has every call of the window once, page by page, newest first', async () => {
    await started();
    const expected = zoom.records('Acme', new Date(HOUR.from), new Date(Date.parse(HOUR.to) + 1000));
    const rows = await everyRow(zoom, token, { ...HOUR, page_size: '7' });
    const ids = rows.map(({ call_history_uuid }) => call_history_uuid);
    expect(new Set(ids)).toEqual(new Set(expected.map(({ callUuid }) => callUuid)));
    expect(ids).toHaveLength(new Set(ids).size);
    const starts = rows.map(({ start_time }) => start_time);
    expect(starts).toEqual([...starts].sort().reverse());
    expect(rows.every(({ call_id }) => /^\d{19}$/.test(call_id))).toBe(true);
  });

  it('takes whole seconds and days, a month at most, and six months back', async () => {
    await started({}, 300);
    const statuses = async (from: string, to: string) => {
      const { status, body } = await list({ from, to });
      return status === 200 ? 200 : [status, body.code];
    };
    expect(await statuses('2026-10-20', '2026-11-19')).toBe(200);
    expect(await statuses('2026-11-19T12:00:00.000Z', HOUR.to)).toEqual([400, 300]);
    expect(await statuses('2026-06-31', '2026-07-01')).toEqual([400, 300]);
    expect(await statuses('2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z')).toBe(200);
    expect(await statuses('2026-10-01T00:00:00Z', '2026-11-01T00:00:01Z')).toEqual([400, 300]);
    expect(await statuses('2026-05-20T17:00:00Z', '2026-05-21T00:00:00Z')).toBe(200);
    expect(await statuses('2026-05-20T16:59:59Z', '2026-05-21T00:00:00Z')).toEqual([400, 300]);
    expect((await list({ from: '2026-11-19' })).status).toBe(400);
    expect((await list({ ...HOUR, page_size: '301' })).status).toBe(400);
    expect((await list({})).body).toMatchObject({ page_size: 30, from: '2026-11-19T17:00:00Z' });
  });

  it('includes both ends, or neither', async () => {
    const startedAt = new Date(Date.UTC(2026, 10, 19, 3, 0, 7));
    const at = { from: '2026-11-19T03:00:07Z', to: '2026-11-19T03:00:07Z' };
    for (const includesBounds of [true, false]) {
      await started({ includesBounds });
      zoom.addCall('Acme', { story: 'missed', startedAt });
      expect((await list(at)).body.call_history).toHaveLength(includesBounds ? 1 : 0);
      if (includesBounds) await zoom.stop();
    }
  });

  it('lists by the end where it is asked to, and a call only when it is over', async () => {
    await started();
    zoom.addCall('Acme', { story: 'longCall', startedAt: new Date(NOW - 3_600_000) });
    const recent = { from: '2026-11-20T16:00:00Z', to: '2026-11-20T16:00:00Z' };
    expect((await list(recent)).body.total_records).toBe(0);
    now += 5_400_000;
    token = zoom.grant('dana@acme.example').accessToken;
    expect((await list(recent)).body.total_records).toBe(1);
    const byEnd = { from: '2026-11-20T18:20:30Z', to: '2026-11-20T18:20:30Z' };
    expect((await list({ ...byEnd, time_type: 'end_time' })).body.total_records).toBe(1);
  });

  it('has the array’s old name beside the new one, or not', async () => {
    await started({ tellsOldNames: true });
    expect((await list(HOUR)).body).toHaveProperty('call_logs');
    await zoom.stop();
    await started();
    expect((await list(HOUR)).body).not.toHaveProperty('call_logs');
  });

  it('narrows by result, and not by recording where nobody asks', async () => {
    await started();
    const all = await everyRow(zoom, token, HOUR);
    const voicemails = await everyRow(zoom, token, { ...HOUR, call_results: 'voicemail' });
    expect(voicemails).toEqual(all.filter(({ call_result }) => call_result === 'voicemail'));
    expect(voicemails.length).toBeGreaterThan(0);
    const recorded = await everyRow(zoom, token, { ...HOUR, recording_status: 'recorded' });
    expect(recorded.length).toBeGreaterThan(0);
    expect(recorded.length).toBeLessThan(all.length);
  });

  it('answers 404, 1001 for the legs of a call that aged out after it was listed', async () => {
    await started();
    const [row] = (await list(HOUR)).body.call_history;
    const uuid = row?.call_history_uuid ?? '';
    zoom.forgetCall('Acme', uuid, 'details');
    expect((await list(HOUR)).body.call_history[0]?.call_history_uuid).toBe(uuid);
    expect(await asked(zoom, `/phone/call_history/${uuid}`, token)).toMatchObject({
      status: 404,
      body: { code: 1001 },
    });
    zoom.forgetCall('Acme', uuid, 'wholly');
    expect((await list(HOUR)).body.call_history[0]?.call_history_uuid).not.toBe(uuid);
    expect((await asked(zoom, '/phone/call_history/20261119-strange', token)).status).toBe(404);
  });

  it('forgets what is older than six months', async () => {
    await started({}, 1);
    const [row] = (await list({ from: '2026-11-20', to: '2026-11-20' })).body.call_history;
    const path = `/phone/call_history/${row?.call_history_uuid ?? ''}`;
    now += 182 * DAY_MS;
    token = zoom.grant('dana@acme.example').accessToken;
    expect((await asked<WireDetail>(zoom, path, token)).status).toBe(404);
  });

  it('answers one person’s legs with their talk', async () => {
    await started();
    const [answered] = zoom.addCall('Acme', { story: 'ringGroup', startedAt: new Date(NOW - 3_600_000) });
    const { body } = await asked<{ readonly call_elements: readonly WireLeg[] }>(
      ...([zoom, `/phone/users/${answered?.userId ?? ''}/call_history`, token] as const),
      { from: '2026-11-20T16:00:00Z', to: '2026-11-20T16:00:00Z' },
    );
    expect(body.call_elements).toMatchObject([
      { call_history_uuid: answered?.callUuid, talk_time: 278, hold_time: 10, wait_time: 8 },
    ]);
  });
});
