import { TeamsPhoneModule } from 'prodoscore-teams-phone';
import {
  acmeAtTeams,
  startTeamsPhoneSimulator,
  type TeamsPhoneSimulator,
  type TeamsPhoneSimulatorOptions,
} from 'prodoscore-teams-phone/testing';
import { failureWords } from '../../reference-host/src/views/settings/outcome.js';
import { TenantDatabase } from '../../src/access/index.js';
import { Consents } from '../../src/connection/sign-in/consents.service.js';
import { AnnouncedCallEntity, CallRecordEntity, ConnectionEntity } from '../../src/storage/index.js';
import { type BareHost, openBareHost } from '../support/bare-host.js';
import { silent } from '../support/silent.js';
import { VisitorAtBareHost } from '../support/visitor-at-bare-host.js';
import { until } from '../support/way.js';

const ACME = 'acme.example';
const DANA = 'dana@acme.example';
const NAME = 'Microsoft Teams Phone';
const HOUR = 3_600_000;

describe('a host with Microsoft Teams Phone', () => {
  let teams: TeamsPhoneSimulator;
  let host: BareHost;
  let dana: VisitorAtBareHost;

  const open = async (microsoft: TeamsPhoneSimulatorOptions = {}): Promise<void> => {
    const delays = { firstVersionMinutes: [0, 0], nextVersionMinutes: [1, 1], rowHours: [1, 2] } as const;
    teams = await startTeamsPhoneSimulator({ limits: 'off', historyDays: 2, delays, ...microsoft });
    const { baseUrl, authorizeUrl, tokenUrl, clientId, clientSecret } = teams;
    host = await openBareHost({
      imports: [TeamsPhoneModule.forRoot({ baseUrl, authorizeUrl, tokenUrl, clientId, clientSecret })],
      logger: silent,
    });
    Object.assign(host.app.get(Consents, { strict: false }), { pausesMs: [1, 1] });
    dana = new VisitorAtBareHost(host, 'teams-phone');
  };

  afterEach(async () => {
    await host?.close();
    await teams?.stop();
  }, 30_000);

  const em = () => host.app.get(TenantDatabase, { strict: false }).of('acme');
  const connections = (): Promise<number> => em().count(ConnectionEntity, {});
  const connected = async (): Promise<void> => {
    expect(await dana.connect(DANA)).toBe('connected');
    await dana.untilComplete();
    await until(
      'every call is read',
      () => unread(),
      (count) => count === 0,
    );
  };
  const unread = async (): Promise<number> => {
    const all = await em().find(AnnouncedCallEntity, {}, { disableIdentityMap: true });
    return all.filter(({ asked, answered }) => answered < asked).length;
  };

  it('connects nothing for a lesser administrator, and says who may', async () => {
    await open({ behaves: { lesserAdministrators: 'error' } });
    const { happened, next } = failureWords(await dana.connect('grace@acme.example'), NAME);
    expect(happened).toBe('Access was not allowed, so Microsoft Teams Phone is not connected.');
    expect(next).toContain('as an administrator who may allow it');
    expect(await connections()).toBe(0);
  });

  it('connects nobody of a national cloud, and says that it is not supported', async () => {
    await open({ companies: [{ ...acmeAtTeams, cloud: 'usGovernment' }] });
    expect(failureWords(await dana.connect(DANA), NAME).happened).toBe(
      'This Microsoft Teams Phone account is of a kind that is not supported, so nothing was connected.',
    );
    expect(await connections()).toBe(0);
  });

  it('connects no company without the licence, and stops with a sentence where one loses it', async () => {
    await open();
    teams.setLicensed(ACME, false);
    expect(await dana.connect(DANA)).toBe('not_supported');
    teams.setLicensed(ACME, true);
    await connected();
    teams.setLicensed(ACME, false);
    await dana.ask('/phone-systems/teams-phone/fetches', { method: 'POST' });
    const { problem } = await until(
      'it stops',
      () => dana.connection(),
      ({ status }) => status === 'stopped',
    );
    expect(problem?.message).toContain('this is a company without the licence that this needs, which is not supported');
    expect(await em().count(CallRecordEntity, {})).toBeGreaterThan(0);
  });

  it('passes over a call record that is announced and gone, and brings all others', async () => {
    await open();
    const [from, to] = [new Date(Date.now() - 20 * HOUR), new Date(Date.now() - 3 * HOUR)];
    const lost = teams.records(ACME, from, to).find(({ externalId }) => !externalId.startsWith('pstn:'));
    if (lost === undefined) throw new Error('Nobody has called.');
    teams.changeCall(ACME, lost.callId, { gone: 'detail' });
    await connected();
    const there = new Set((await em().find(CallRecordEntity, {})).map(({ externalId }) => externalId));
    expect(there.has(lost.externalId)).toBe(false);
    expect(there.size).toBeGreaterThan(10);
    expect((await dana.connection()).problem).toBeNull();
  });

  it('stores a call once, whether it is told before the list, after it, twice, or with strangers’ beside it', async () => {
    await open({ behaves: { untidyNotifications: true } });
    await connected();
    const endedAt = new Date(Date.now() - 2_000);
    const startedAt = new Date(endedAt.getTime() - 60_000);
    const userId = teams.company(ACME).users[0]?.id ?? '';
    const made = teams.addCall(ACME, {
      ...{ userId, direction: 'inbound', other: '+14155550134', startedAt, answeredAt: startedAt, endedAt },
    });
    await teams.tellWhatIsDue();
    const stored = () => em().find(CallRecordEntity, { detailOf: made.id }, { disableIdentityMap: true });
    await until('it is read', stored, (all) => all.length > 0);
    await dana.fetchNow();
    await teams.tellWhatIsDue();
    await until(
      'every call is read',
      () => unread(),
      (count) => count === 0,
    );
    const records = await stored();
    expect(records).toHaveLength(new Set(records.map(({ userExternalId }) => userExternalId)).size);
    expect(teams.deliveries.length).toBeGreaterThan(0);
    expect((await dana.connection()).problem).toBeNull();
  });
});
