import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fixture, FixtureTenant } from '../../reference-host/src/fixture/fixture.js';
import { defaultFixture } from '../../reference-host/src/fixture/default-fixture.js';
import {
  type DialpadSimulator,
  type DialpadSimulatorOptions,
  startDialpadSimulator,
} from '../../src/testing/simulator/index.js';
import { type HostProcess, removeDir, startHost } from '../support/host-process.js';
import { newDataDir } from '../support/test-database.js';

/** The built host with a Dialpad of the test's own beside it, which can be told to go wrong. */
export interface SimulatedHouse {
  readonly host: HostProcess;
  readonly dialpad: DialpadSimulator;
  /** Changes whom the host knows; it is read again within a second or so. */
  setFixture(fixture: Fixture): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly dialpad?: DialpadSimulatorOptions;
  readonly fixture?: Fixture;
  readonly env?: Readonly<Record<string, string>>;
}

export async function openHouse({ dialpad: options, fixture = defaultFixture, env }: HouseOptions = {}) {
  const dir = await newDataDir();
  const file = join(dir, 'people.json');
  const setFixture = (people: Fixture): Promise<void> => writeFile(file, JSON.stringify(people));
  await setFixture(fixture);
  const dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 40, ...options });
  const host = await startHost({
    HOST_FIXTURE: file,
    DATA_DIR: dir,
    DIALPAD_CLIENT_ID: dialpad.clientId,
    DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
    DIALPAD_BASE_URL: dialpad.baseUrl,
    ...env,
  });
  return {
    host,
    dialpad,
    setFixture,
    close: async () => {
      await host.kill();
      await dialpad.stop();
      await removeDir(dir);
    },
  } satisfies SimulatedHouse;
}

/** The fixture with Acme changed. */
export const withAcme = (change: (acme: FixtureTenant) => Partial<FixtureTenant>): Fixture => ({
  tenants: defaultFixture.tenants.map((tenant) => (tenant.id === 'acme' ? { ...tenant, ...change(tenant) } : tenant)),
});
