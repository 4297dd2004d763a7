import 'reflect-metadata';
import { buildHost } from './host-app.js';
import { People } from './people/people.js';
import { readyLine } from './ready-line.js';
import { readHostSettings, type HostSettings } from './settings/host-settings.js';

/** A supervisor kills a host that has not stopped within five seconds: end before that. */
const LAST_MS = 4_500;

async function start(settings: HostSettings): Promise<void> {
  const app = await buildHost(settings);
  stopWithSignals(() => app.close());
  try {
    await app.listen(settings.port);
  } catch (error) {
    await app.close();
    throw isTaken(error)
      ? new Error(`port ${settings.port} is taken; stop what uses it, or set PORT to another.`)
      : error;
  }
  const { phoneSystems, fixture, dialpad, ringCentral, teamsPhone, zoomPhone } = settings;
  const clients = {
    Dialpad: dialpad,
    'Microsoft Teams Phone': teamsPhone,
    RingCentral: ringCentral,
    'Zoom Phone': zoomPhone,
  };
  const simulated = Object.entries(clients).flatMap(([name, client]) => (client === null ? [name] : []));
  process.stdout.write(`${readyLine(phoneSystems.publicUrl, new People(fixture), simulated)}\n`);
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

function stopWithSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), LAST_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

function fail(error: unknown): never {
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The host cannot go on: ${sentence}\n`);
  process.exit(1);
}

const { settings, problems } = readHostSettings(process.env);
if (problems.length > 0) {
  process.stderr.write(`The host cannot start. Settings to put right:\n${problems.map((p) => `- ${p}.\n`).join('')}`);
  process.exit(1);
}
await start(settings).catch(fail);
