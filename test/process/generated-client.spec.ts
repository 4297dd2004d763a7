import { execFile } from 'node:child_process';
import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { answerConsent } from '../../src/testing/index.js';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import { compile } from '../support/packed-house.js';

/** The program's own types come from the document; what is asked of them here is little. */
type WalkTheWholeWay = (
  baseUrl: string,
  email: string,
  visit: (vendor: string) => Promise<string>,
) => Promise<{
  readonly offered: readonly string[];
  readonly refusals: readonly string[];
  readonly connection: object;
  readonly chosen: object;
  readonly round: object;
  readonly day: {
    readonly day: string;
    readonly countedSeconds: number;
    readonly inputs: readonly { readonly countedSeconds: number }[];
  };
  readonly call: { readonly credit: readonly { readonly day: string }[] };
}>;

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

describe('a client that openapi-typescript makes of the OpenAPI document', () => {
  let dir: string;
  let host: HostProcess | undefined;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'generated-client-'));
    await cp(join(ROOT, 'test', 'generated-client'), dir, { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
    const generator = join(ROOT, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');
    const document = join(ROOT, 'docs', 'api', 'openapi.json');
    const { NODE_OPTIONS: _options, ...env } = process.env;
    await run(process.execPath, [generator, document, '--output', join(dir, 'surface.d.ts')], { env });
    await compile(dir);
  });

  afterAll(async () => {
    killHosts();
    await removeDir(dir);
    if (host !== undefined) await removeDir(host.dataDir);
  });

  it('compiles, and connects, maps, fetches, opens a day and a call', async () => {
    host = await startHost({ HISTORY_DAYS: '3' });
    const program = (await import(join(dir, 'dist', 'whole-way.js'))) as { walkTheWholeWay: WalkTheWholeWay };
    const email = 'dana@acme.example';
    const walked = await program.walkTheWholeWay(host.url, email, (vendor) =>
      answerConsent(vendor, { email, decision: 'allow' }),
    );

    expect(walked.offered).toContain('dialpad');
    expect(walked.refusals).toEqual(['signed_out', 'not_connected']);
    expect(walked.connection).toMatchObject({ status: 'connected', problem: null });
    expect(walked.chosen).toMatchObject({ employee: { id: 'e1' }, source: 'manual' });
    expect(walked.round).toMatchObject({ outcome: 'done', rejected: 0 });
    const { inputs, countedSeconds } = walked.day;
    const inMs = (seconds: number): number => Math.round(seconds * 1_000);
    expect(inputs.reduce((sum, input) => sum + inMs(input.countedSeconds), 0)).toBe(inMs(countedSeconds));
    expect(walked.call.credit.map(({ day }) => day)).toContain(walked.day.day);
    await host.stop();
  });
});
