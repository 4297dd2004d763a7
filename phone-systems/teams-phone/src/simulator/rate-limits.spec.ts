import { startTeamsPhoneSimulator } from './index.js';
import type { RateLimits, TeamsPhoneSimulator } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireError } from './spec-support/asked.js';

describe('limits', () => {
  let teams: TeamsPhoneSimulator;
  afterEach(() => teams.stop());

  const started = async (limits: Partial<RateLimits> = {}): Promise<void> => {
    teams = await startTeamsPhoneSimulator({ historyDays: 1, limits });
  };
  const statuses = async (path: string, times: number, company = 'Acme'): Promise<readonly number[]> => {
    const token = teams.grant(company);
    const all: number[] = [];
    for (let time = 0; time < times; time++) all.push((await asked(`${teams.baseUrl}/v1.0/${path}`, token)).status);
    return all;
  };

  it('answer 429 with Retry-After in seconds', async () => {
    await started({ callRecords: 2 });
    const records = 'communications/callRecords';
    expect(await statuses(records, 3)).toEqual([200, 200, 429]);
    const { headers, body } = await asked<WireError>(`${teams.baseUrl}/v1.0/${records}`, teams.grant('Acme'));
    expect(body.error.code).toBe('TooManyRequests');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(15);
    expect(await statuses(records, 1, 'Globex')).toEqual([200]);
  });

  it('count ten requests of one record in twenty seconds', async () => {
    await started();
    const { id } = teams.addStory('Acme', 'queueCall', new Date()).calls[0] ?? {};
    expect(await statuses(`communications/callRecords/${id ?? ''}`, 11)).toEqual([...Array<number>(10).fill(404), 429]);
  });

  it('count two units for a list of users, and nothing of call records', async () => {
    await started({ directoryUnits: 4 });
    expect(await statuses('users', 3)).toEqual([200, 200, 429]);
    expect(await statuses('communications/callRecords', 1)).toEqual([200]);
  });

  it('count rows as call records', async () => {
    await started({ callRecords: 1 });
    const rows = 'communications/callRecords/getPstnCalls(fromDateTime=2026-11-01,toDateTime=2026-11-02)';
    expect(await statuses(rows, 2)).toEqual([200, 429]);
  });
});
