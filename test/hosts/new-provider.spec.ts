import { exec } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import { writeAsShown } from '../support/packed-house.js';
import { signIn } from '../support/way.js';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENT = 'docs/add-a-provider.md';

/** The commands of the document's first block from the one on that begins the package; this checkout is installed and built. */
async function commandsFor(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(ROOT, DOCUMENT), 'utf8');
  const [, block = ''] = /```sh\n([^]*?)```/.exec(text) ?? [];
  const lines = block.split('\n').flatMap((line) => line.trim() || []);
  const begun = lines.findIndex((line) => line.startsWith('npm run new-provider'));
  return lines.slice(begun).map((line) => line.replace('../acme-phone', folder));
}

describe('a phone system that is begun by the commands of docs/add-a-provider.md', () => {
  let parent: string;
  let folder: string;
  let host: HostProcess | undefined;
  const linked = join(ROOT, 'node_modules', 'acme-phone');

  const printed = async (command: string, cwd: string): Promise<string> => {
    // Whoever runs these commands is none of jest's.
    const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, JEST_WORKER_ID: _worker, ...env } = process.env;
    const { stdout } = await promisify(exec)(command, { cwd, env }).catch(
      (error: { readonly stdout: string }) => error,
    );
    return stdout;
  };

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'new-provider-'));
    folder = join(parent, 'acme-phone');
  });

  afterAll(async () => {
    killHosts();
    await rm(linked, { force: true });
    if (host) await removeDir(host.dataDir);
    await removeDir(parent);
  });

  it('is installed, compiles, lints, keeps the laws as it is written there, and is offered by the host of this checkout', async () => {
    const said = await printed((await commandsFor(folder)).join('\n'), ROOT);
    expect(said).toMatch(/^[#ℹ] fail [1-9]/m);
    expect(await writeAsShown(folder, DOCUMENT)).toHaveLength(2);
    expect(await printed('npm run build && npm run lint && npm test', folder)).toMatch(/^[#ℹ] fail 0$/m);

    // Installing it here would write into the folder that other tests run on: this is the link that is made.
    await symlink(folder, linked);
    host = await startHost({
      PHONE_SYSTEMS: 'acme-phone',
      ACME_PHONE_CLIENT_ID: 'id',
      ACME_PHONE_CLIENT_SECRET: 'secret',
    });
    const dana = await signIn(host.url, 'dana@acme.example', 'acme-phone');
    const { items } = await dana.json<{ items: readonly { key: string }[] }>('/api/phone-systems');
    expect(items.map(({ key }) => key)).toContain('acme-phone');
    const begun = await dana.request('/api/phone-systems/acme-phone/connect', { redirect: 'manual' });
    expect(begun.headers.get('location')).toMatch(/^https:\/\/phone\.example\/oauth\/authorize\?/);
  });
});
