import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** What a host reads of a phone system's `plugin.manifest.json`, before any of its code is loaded. */
export interface PluginManifest {
  readonly entry: string;
  readonly module: string;
  readonly provider: { readonly key: string; readonly name: string };
  readonly settings: readonly { readonly name: string; readonly default: string | null }[];
  readonly compatibility: { readonly node: string; readonly peers: Readonly<Record<string, string>> };
}

const SCHEMA = createRequire(import.meta.url).resolve('prodoscore-phone-systems/plugin.manifest.schema.json');
const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as object;
const validate = new Ajv2020({ strict: true, strictTypes: false }).compile<PluginManifest>(schema);

/**
 * Reads a manifest.
 *
 * @throws Error with a sentence where it does not keep to `plugin.manifest.schema.json`
 */
export function readPluginManifest(text: string): PluginManifest {
  const manifest = parsed(text);
  if (validate(manifest)) return manifest;
  const [problem] = validate.errors ?? [];
  const where = problem?.instancePath ? `${problem.instancePath} ` : '';
  throw new Error(`Its plugin.manifest.json does not keep to the schema: ${where}${problem?.message ?? 'is wrong'}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('Its plugin.manifest.json is no JSON.');
  }
}
