import { satisfies } from 'semver';
import type { InstalledPlugin } from './installed-plugins.js';
import { type PluginManifest, readPluginManifest } from './plugin-manifest.js';
import type { PluginNote } from './plugin-note.js';

/** What a host makes of an installed plugin before it loads any of its code. */
export interface PluginStanding {
  readonly name: string;
  /** Null where it cannot be loaded. */
  readonly manifest: PluginManifest | null;
  /** Null where there is nothing to say. */
  readonly note: PluginNote | null;
}

/** What a plugin is held against. */
export interface Surroundings {
  /** Names of packages that the operator switched on. */
  readonly enabled: readonly string[];
  /** Node's own version. */
  readonly node: string;
  /** Whether a variable of the environment is set. */
  isSet(variable: string): boolean;
}

/** Whether a plugin can be loaded, and what to tell an administrator where it cannot be connected. */
export function standingOf(plugin: InstalledPlugin, { enabled, node, isSet }: Surroundings): PluginStanding {
  const { name } = plugin;
  const unread = { key: name, displayName: name, state: 'incompatible' } as const;
  let manifest: PluginManifest;
  try {
    manifest = readPluginManifest(plugin.manifest);
  } catch (error) {
    return { name, manifest: null, note: { ...unread, why: (error as Error).message } };
  }
  const who = { key: manifest.provider.key, displayName: manifest.provider.name };
  const lacks = misfits(plugin, manifest, node);
  if (lacks.length > 0) {
    return { name, manifest: null, note: { ...who, state: 'incompatible', why: `It needs ${inWords(lacks)}.` } };
  }
  if (!enabled.includes(name)) {
    const why = `Name ${name} in PHONE_SYSTEMS and start this site again.`;
    return { name, manifest: null, note: { ...who, state: 'disabled', why } };
  }
  const unset = manifest.settings.filter((setting) => setting.default === null && !isSet(setting.name));
  const why = `${inWords(unset.map((setting) => setting.name))} ${unset.length === 1 ? 'is' : 'are'} not set.`;
  return { name, manifest, note: unset.length === 0 ? null : { ...who, state: 'settings missing', why } };
}

/** What of its compatibility does not hold here, each in words. */
function misfits({ versionOf }: InstalledPlugin, { compatibility }: PluginManifest, node: string): readonly string[] {
  const wanted: readonly (readonly [string, string, string | null])[] = [
    ['Node', compatibility.node, node],
    ...Object.entries(compatibility.peers).map(([name, range]) => [name, range, versionOf(name)] as const),
  ];
  return wanted
    .filter(([, range, has]) => has === null || !satisfies(has, range, { includePrerelease: true }))
    .map(([name, range, has]) => `${name} ${range} (here is ${has ?? 'none'})`);
}

const inWords = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
