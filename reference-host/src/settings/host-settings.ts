import { readDialpadSettings } from 'prodoscore-phone-systems/dialpad';
import {
  type PhoneSystemSettings,
  type ProviderClient,
  readPhoneSystemSettings,
  readProviderClient,
  Secret,
} from 'prodoscore-phone-systems';
import { RINGCENTRAL } from 'prodoscore-ringcentral';
import { ZOOM_PHONE } from 'prodoscore-zoom-phone';
import { TEAMS_PHONE } from 'prodoscore-teams-phone';
import { readSimulatedWorld, type SimulatedWorld } from '../simulated/simulated-world.js';
import { defaultFixture } from '../fixture/default-fixture.js';
import { FixtureFile } from '../fixture/fixture-file.js';
import { type Fixture, readFixtureFile } from '../fixture/fixture.js';
import { LOG_LEVELS, type LogLevel } from '../operations/logging.js';

/** Everything that the reference host was told, checked. */
export interface HostSettings {
  readonly port: number;
  /** The people, as they are now. */
  readonly fixture: () => Fixture;
  readonly phoneSystems: PhoneSystemSettings;
  /** Proxies in front of this host, each of which says for whom it asks. */
  readonly proxies: number;
  /** Null where no Dialpad client is configured: then the simulator is started. */
  readonly dialpad: ProviderClient | null;
  /** Null where no RingCentral client is configured: then one is simulated. */
  readonly ringCentral: ProviderClient | null;
  /** Null where no Zoom Phone client is configured: then one is simulated. */
  readonly zoomPhone: ProviderClient | null;
  /** Null where no client of Microsoft Teams Phone is configured: then one is simulated. */
  readonly teamsPhone: ProviderClient | null;
  /** What the simulator tells of its past, and how. */
  readonly simulatedWorld: SimulatedWorld;
  /** Names of installed packages that are further phone systems. */
  readonly plugins: readonly string[];
  readonly logLevel: LogLevel;
  /** Lets whoever has it read what operators look at; null lets only administrators. */
  readonly metricsToken: Secret | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every setting: the host's own, the package's and Dialpad's.
 *
 * @returns every problem as a sentence; with problems, the settings must not be used
 */
export function readHostSettings(env: Environment): {
  readonly settings: HostSettings;
  readonly problems: readonly string[];
} {
  const variable = (name: string): string | undefined => env[name]?.trim() || undefined;
  const production = variable('NODE_ENV') === 'production';
  const port = readPort(variable('PORT'));
  const fixture = readPeople(variable('HOST_FIXTURE'));
  // What is wrong with PORT is said once, and not again about the address that follows from it.
  const phoneSystems = readPhoneSystemSettings((name) =>
    name === 'PORT' ? String(port.value) : name === 'NODE_ENV' ? undefined : variable(name),
  );
  const dialpad = readDialpadSettings(variable);
  const ringCentral = readProviderClient(RINGCENTRAL, variable);
  const zoomPhone = readProviderClient(ZOOM_PHONE, variable);
  const teamsPhone = readProviderClient(TEAMS_PHONE, variable);
  const simulator = readSimulatedWorld(variable('DIALPAD_SIMULATOR'));
  const logLevel = readLogLevel(variable('LOG_LEVEL'));
  const metricsToken = readMetricsToken(variable('METRICS_TOKEN'));
  const proxies = readProxies(variable('TRUST_PROXY'));
  return {
    settings: {
      port: port.value,
      proxies: proxies.value,
      fixture: fixture.fixture,
      phoneSystems: phoneSystems.settings,
      dialpad: dialpad.client,
      ringCentral: ringCentral.client,
      zoomPhone: zoomPhone.client,
      teamsPhone: teamsPhone.client,
      simulatedWorld: simulator.world,
      plugins: (variable('PHONE_SYSTEMS') ?? '').split(',').flatMap((name) => name.trim() || []),
      logLevel: logLevel.value,
      metricsToken: metricsToken.value,
    },
    problems: [
      ...(production ? [NOT_IN_PRODUCTION] : []),
      ...port.problems,
      ...fixture.problems,
      ...phoneSystems.problems,
      ...dialpad.problems,
      ...ringCentral.problems,
      ...zoomPhone.problems,
      ...teamsPhone.problems,
      ...simulator.problems,
      ...(variable('DIALPAD_SIMULATOR') !== undefined && dialpad.client !== null ? [NO_SIMULATOR] : []),
      ...logLevel.problems,
      ...metricsToken.problems,
      ...proxies.problems,
    ],
  };
}

const NOT_IN_PRODUCTION =
  'NODE_ENV is production, and this is a reference host that signs people in without passwords: install the package in your own host instead';

const NO_SIMULATOR =
  'DIALPAD_SIMULATOR changes the simulator, and with DIALPAD_CLIENT_ID none is started: leave one of them out';

const DEFAULT_PORT = 3000;

function readPort(text: string | undefined): { value: number; problems: string[] } {
  if (text === undefined) return { value: DEFAULT_PORT, problems: [] };
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return { value: port, problems: [] };
  return { value: DEFAULT_PORT, problems: ['PORT must be a whole number from 1 to 65535'] };
}

function readLogLevel(text: string | undefined): { value: LogLevel; problems: string[] } {
  const value = LOG_LEVELS.find((level) => level === (text ?? 'warn'));
  if (value !== undefined) return { value, problems: [] };
  return { value: 'warn', problems: [`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`] };
}

/** As it stands in a header, and too long to be guessed. */
const TOKEN = /^[\w.~+/=-]{16,512}$/;

function readMetricsToken(text: string | undefined): { value: Secret | null; problems: string[] } {
  if (text === undefined) return { value: null, problems: [] };
  if (TOKEN.test(text)) return { value: new Secret(text), problems: [] };
  return {
    value: null,
    problems: ['METRICS_TOKEN must be 16 to 512 letters, digits and . _ ~ + / = -, or left out'],
  };
}

function readProxies(text: string | undefined): { value: number; problems: string[] } {
  if (text === undefined) return { value: 0, problems: [] };
  if (/^\d$/.test(text)) return { value: Number(text), problems: [] };
  return { value: 0, problems: ['TRUST_PROXY must be the number of proxies in front of this host, from 0 to 9'] };
}

const NOBODY: Fixture = { tenants: [] };

function readPeople(path: string | undefined): { fixture: () => Fixture; problems: string[] } {
  if (path === undefined) return { fixture: () => defaultFixture, problems: [] };
  const { fixture, problems } = readFixtureFile(path);
  const file = fixture === null ? null : new FixtureFile(path, fixture);
  return {
    fixture: file === null ? () => NOBODY : () => file.read(),
    problems: problems.map((problem) => `HOST_FIXTURE: ${problem.replace(/\.$/, '')}`),
  };
}
