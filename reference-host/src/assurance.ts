import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { buildHost } from './host-app.js';
import { readHostSettings, type HostSettings } from './settings/host-settings.js';

/** Writes the document for those who must approve the product, for one tenant of this host, or for each. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { tenant: { type: 'string' } } });
  const { settings, problems } = readHostSettings(process.env);
  if (problems.length > 0) throw new Error(`settings to put right: ${problems.join('; ')}`);
  const tenants = settings.fixture().tenants.filter(({ id }) => values.tenant === undefined || id === values.tenant);
  if (tenants.length === 0) throw new Error(`this host has no tenant ${values.tenant ?? ''}; see HOST_FIXTURE`);
  const { url, stop } = await hostOf(settings);
  try {
    for (const { id, employees } of tenants) {
      const admin = employees.find(({ role, active }) => role === 'admin' && active);
      if (admin === undefined) throw new Error(`nobody administers the tenant ${id}; see HOST_FIXTURE`);
      const file = `assurance-${id}.md`;
      await writeFile(file, await documentFor(url, admin.emails[0] ?? ''));
      process.stdout.write(`${file}: what is vouched for to ${id}\n`);
    }
  } finally {
    await stop();
  }
}

/** The host that runs with these settings; where none does, one is started for the while. */
async function hostOf(settings: HostSettings): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { publicUrl } = settings.phoneSystems;
  const alive = await fetch(new URL('/health/live', publicUrl)).catch(() => null);
  if (alive !== null) return { url: publicUrl, stop: () => Promise.resolve() };
  const app = await buildHost(settings);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => app.close() };
}

async function documentFor(url: string, email: string): Promise<string> {
  const signedIn = await fetch(new URL('/api/sign-in', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  const cookie = signedIn.headers.getSetCookie().map((set) => set.split(';')[0]);
  const answer = await fetch(new URL('/api/phone-systems/assurance?format=md', url), {
    headers: { cookie: cookie.join('; ') },
  });
  if (!answer.ok) throw new Error(`the host answered ${answer.status}: ${await answer.text()}`);
  return await answer.text();
}

await main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`No document was made: ${error instanceof Error ? error.message : String(error)}.\n`);
    process.exit(1);
  },
);
