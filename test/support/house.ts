import type { NestExpressApplication } from '@nestjs/platform-express';
import { buildHost } from '../../reference-host/src/host-app.js';
import { readHostSettings } from '../../reference-host/src/settings/host-settings.js';
import { type DialpadSimulator, type DialpadSimulatorOptions, startDialpadSimulator } from '../../src/testing/index.js';
import { freePort } from './host-process.js';
import { createTestDatabase } from './test-database.js';

/** The reference host in this process, with a Dialpad and a database of its own. Nothing is connected yet. */
export interface House {
  readonly url: string;
  readonly app: NestExpressApplication;
  readonly dialpad: DialpadSimulator;
  close(): Promise<void>;
}

/** Writes the settings into the environment, where the host's modules read them; jest gives every file one of its own. */
export async function openHouse(
  settings: Readonly<Record<string, string>> = {},
  vendor: DialpadSimulatorOptions = {},
): Promise<House> {
  const [dialpad, database, port] = await Promise.all([
    startDialpadSimulator({ limits: 'off', historyDays: 2, ...vendor }),
    createTestDatabase(),
    freePort(),
  ]);
  const server = process.env['DATABASE_URL'];
  Object.assign(process.env, {
    PORT: String(port),
    DATA_DIR: database.options.dataDir,
    DATABASE_URL: database.options.databaseUrl ?? '',
    DIALPAD_CLIENT_ID: dialpad.clientId,
    DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
    DIALPAD_BASE_URL: dialpad.baseUrl,
    HISTORY_DAYS: '1',
    ...settings,
  });
  const read = readHostSettings(process.env);
  if (read.problems.length > 0) throw new Error(read.problems.join('; '));
  const app = await buildHost(read.settings);
  await app.listen(port);
  return {
    url: `http://localhost:${port}`,
    app,
    dialpad,
    close: async () => {
      // Another house of the same file asks the server for a database of its own.
      if (server !== undefined) process.env['DATABASE_URL'] = server;
      await app.close();
      await dialpad.stop();
      await database.drop();
    },
  };
}
