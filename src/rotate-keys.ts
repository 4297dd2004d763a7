#!/usr/bin/env node
import 'reflect-metadata';
import { TenantDatabase } from './access/index.js';
import { rotateKeys } from './connection/index.js';
import { openOrm } from './storage/index.js';
import { readPhoneSystemSettings } from './support/settings.js';

/** Seals everything under the first of TOKEN_KEYS; hosts may run meanwhile. */
async function main(): Promise<number> {
  const { settings, problems } = readPhoneSystemSettings((name) => process.env[name]);
  if (problems.length > 0) throw new Error(problems.join('; '));
  const [first, ...others] = settings.tokenKeys;
  if (first === undefined) throw new Error('TOKEN_KEYS must name the new key first, and the old ones behind it.');
  if (settings.databaseUrl === null) {
    throw new Error('DATABASE_URL must name the server: an embedded database has one copy and its own key.');
  }
  const orm = await openOrm({ kind: 'server', url: settings.databaseUrl });
  try {
    const { resealed, unopened } = await rotateKeys(new TenantDatabase(orm), [first, ...others]);
    process.stdout.write(`${resealed} sealed texts are under the key "${first.id}" now.\n`);
    for (const { where, count, why } of unopened) {
      process.stderr.write(`${count} of ${where} stay as they are: ${why}\n`);
    }
    if (unopened.length > 0) return 1;
    process.stdout.write('Nothing is left under another key: the old ones may be taken out of TOKEN_KEYS.\n');
    return 0;
  } finally {
    await orm.close(true);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`The keys were not rotated: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
