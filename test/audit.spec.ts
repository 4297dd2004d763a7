import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Runs `npm run audit` against a registry that answers each question so. */
async function auditAt(status: number, body: string): Promise<{ readonly failed: boolean; readonly said: string }> {
  const registry = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
  try {
    return await new Promise((resolve) => {
      const env = { ...process.env, npm_config_registry: url, npm_config_fetch_retries: '0' };
      execFile('npm', ['run', '--silent', 'audit'], { cwd: root, env }, (error, stdout, stderr) =>
        resolve({ failed: error !== null, said: stdout + stderr }),
      );
    });
  } finally {
    registry.close();
    registry.closeAllConnections();
  }
}

describe('npm run audit', () => {
  it('fails and says so where the registry does not tell advisories', async () => {
    const { failed, said } = await auditAt(405, '');
    expect(failed).toBe(true);
    expect(said).toMatch(/The registry http:\/\/127\.0\.0\.1:\d+ does not tell advisories \(405 .*nothing is known/);
  });

  it('is content where the registry knows of nothing', async () => {
    expect(await auditAt(200, '{}')).toEqual({ failed: false, said: 'found 0 vulnerabilities\n' });
  });
});
