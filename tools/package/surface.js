/**
 * Writes down the public surface, one report an entry point, in `docs/api`; or, without `--write`, compares it with what
 * stands there and fails where it differs. Reads `dist`, so build first.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = resolve(import.meta.dirname, '..', '..');
const reports = join(root, 'docs', 'api');
const temporary = join(root, 'dist', '.surface');
const ENTRIES = {
  'phone-systems': 'dist/index.d.ts',
  dialpad: 'dist/providers/dialpad/index.d.ts',
  testing: 'dist/testing/index.d.ts',
};
const write = process.argv.includes('--write');

let changed = false;
mkdirSync(reports, { recursive: true });
for (const [name, entry] of Object.entries(ENTRIES)) {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, entry),
      compiler: {
        overrideTsconfig: {
          compilerOptions: { target: 'ES2023', module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true },
          files: Object.values(ENTRIES).map((file) => join(root, file)),
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: reports,
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: 'lf',
      // A type that stands in a signature and cannot be imported is written down too, so that it is seen.
      messages: {
        extractorMessageReporting: {
          default: { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'none', addToApiReportFile: true },
        },
        compilerMessageReporting: { default: { logLevel: 'error' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const { apiReportChanged } = Extractor.invoke(config, { localBuild: write, showVerboseMessages: false });
  changed ||= apiReportChanged;
  if (apiReportChanged && !write)
    process.stderr.write(`The public surface is not what docs/api/${name}.api.md says.\n`);
}
rmSync(temporary, { recursive: true, force: true });
if (changed && !write) {
  process.stderr.write('Run `npm run surface`, read the difference, and say it in CHANGELOG.md.\n');
  process.exitCode = 1;
}
