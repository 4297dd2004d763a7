/**
 * Asks the registry for advisories about what comes along in production. A registry that does not answer such questions
 * makes it fail with a sentence: that is no clean bill of health.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { URL } from 'node:url';

const audit = (...more) => spawnSync('npm', ['audit', '--omit', 'dev', ...more], { encoding: 'utf8' });

const report = JSON.parse(audit('--json').stdout || '{}');
if (report.auditReportVersion === undefined) {
  const { message = 'no answer', uri } = report;
  const registry = uri === undefined ? 'The registry' : `The registry ${new URL(uri).origin}`;
  process.stderr.write(
    `${registry} does not tell advisories (${message}), so nothing is known about these dependencies.\n` +
      'Ask another one: npm run audit --registry=https://…\n',
  );
  process.exitCode = 1;
} else {
  const { stdout, stderr, status } = audit();
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status ?? 1;
}
