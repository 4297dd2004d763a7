import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix } from 'node:path';
import type { DynamicModule } from '@nestjs/common';

/** Whoever installs a phone system: the two lines of its manifest that say what to import. */
interface PluginManifest {
  readonly entry: string;
  readonly module: string;
}

const require = createRequire(import.meta.url);

/**
 * The modules of further phone systems, which are packages of their own: each package's `plugin.manifest.json` names
 * the entry point and the module that it exports.
 *
 * @param packages names of installed packages
 * @throws Error naming the package, and what it lacks
 */
export async function importPlugins(packages: readonly string[]): Promise<readonly DynamicModule[]> {
  const modules: DynamicModule[] = [];
  for (const name of packages) modules.push(await importPlugin(name));
  return modules;
}

async function importPlugin(name: string): Promise<DynamicModule> {
  const { entry, module } = manifestOf(name);
  const exported = (await import(posix.join(name, entry))) as Readonly<Record<string, unknown>>;
  const found = exported[module] as { readonly forRoot?: () => DynamicModule } | undefined;
  if (typeof found?.forRoot !== 'function') {
    throw new Error(`PHONE_SYSTEMS: ${name} exports no ${module} with forRoot(), as its manifest says.`);
  }
  return found.forRoot();
}

function manifestOf(name: string): PluginManifest {
  try {
    return JSON.parse(readFileSync(require.resolve(`${name}/plugin.manifest.json`), 'utf8')) as PluginManifest;
  } catch (cause) {
    throw new Error(`PHONE_SYSTEMS: ${name} is not installed, or has no plugin.manifest.json.`, { cause });
  }
}
