import { createRequire } from 'node:module';
import { posix } from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import { type InstalledPlugin, installedPlugins } from './installed-plugins.js';
import type { PluginManifest } from './plugin-manifest.js';
import type { PluginNote } from './plugin-note.js';
import { standingOf } from './plugin-standing.js';

/** What this host imports by itself: Dialpad, with the package, and the phone systems of this repository. */
const OWN: readonly string[] = [
  'prodoscore-phone-systems',
  'prodoscore-ringcentral',
  'prodoscore-teams-phone',
  'prodoscore-zoom-phone',
];

/** Further phone systems, which are packages of their own. */
export interface Plugins {
  readonly modules: readonly DynamicModule[];
  /** What cannot be connected, and why. */
  readonly notes: readonly PluginNote[];
}

export const PLUGIN_NOTES = Symbol('PLUGIN_NOTES');

/**
 * Looks at every installed package that has a `plugin.manifest.json`, and loads those that are switched on and fit.
 *
 * @param enabled names of packages
 * @throws Error naming the package that is switched on and not installed, or does not export what its manifest says
 */
export async function loadPlugins(enabled: readonly string[]): Promise<Plugins> {
  const folders = createRequire(import.meta.url).resolve.paths('prodoscore-phone-systems') ?? [];
  const installed = installedPlugins(folders).filter(({ name }) => !OWN.includes(name));
  refuseMissing(enabled, installed);
  const modules: DynamicModule[] = [];
  const notes: PluginNote[] = [];
  for (const plugin of installed) {
    const { manifest, note } = standingOf(plugin, {
      enabled,
      node: process.versions.node,
      isSet: (name) => (process.env[name] ?? '').trim() !== '',
    });
    if (manifest !== null) modules.push(await importPlugin(plugin.name, manifest));
    if (note !== null) notes.push(note);
  }
  return { modules, notes };
}

function refuseMissing(enabled: readonly string[], installed: readonly InstalledPlugin[]): void {
  const missing = enabled.find((name) => !installed.some((plugin) => plugin.name === name));
  if (missing === undefined) return;
  throw new Error(`PHONE_SYSTEMS: ${missing} is not installed, or has no plugin.manifest.json.`);
}

async function importPlugin(name: string, { entry, module }: PluginManifest): Promise<DynamicModule> {
  // eslint-disable-next-line no-unsanitized/method -- an installed package that the operator names
  const exported = (await import(posix.join(name, entry))) as Readonly<Record<string, unknown>>;
  const found = exported[module] as { readonly forRoot?: () => DynamicModule } | undefined;
  if (typeof found?.forRoot !== 'function') {
    throw new Error(`PHONE_SYSTEMS: ${name} exports no ${module} with forRoot(), as its manifest says.`);
  }
  return found.forRoot();
}
