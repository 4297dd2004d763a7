import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MANIFEST = 'plugin.manifest.json';

/** A package that brings a `plugin.manifest.json`. */
export interface InstalledPlugin {
  /** The package's name. */
  readonly name: string;
  readonly manifest: string;
  /** The version of another package as this one finds it; null where it finds none. */
  versionOf(name: string): string | null;
}

/**
 * The packages in folders called `node_modules` that bring a manifest, each name once.
 *
 * @param folders in the order in which Node looks
 */
export function installedPlugins(folders: readonly string[]): readonly InstalledPlugin[] {
  const found = new Map<string, InstalledPlugin>();
  for (const folder of folders.filter((each) => existsSync(each))) {
    for (const name of packagesIn(folder)) {
      const manifest = join(folder, name, MANIFEST);
      if (found.has(name) || !existsSync(manifest)) continue;
      const home = dirname(realpathSync(manifest));
      found.set(name, {
        name,
        manifest: readFileSync(manifest, 'utf8'),
        versionOf: (other) => versionBelow([...above(home), ...folders], other),
      });
    }
  }
  return [...found.values()];
}

function packagesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(folder, name)).map((scoped) => `${name}/${scoped}`)
      : name.startsWith('.')
        ? []
        : [name],
  );
}

/** Each `node_modules` beside and above a folder. */
function above(folder: string): readonly string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : above(parent))];
}

function versionBelow(folders: readonly string[], name: string): string | null {
  const manifest = folders.map((folder) => join(folder, name, 'package.json')).find((path) => existsSync(path));
  if (manifest === undefined) return null;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: string }).version ?? null;
}
