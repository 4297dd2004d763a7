import 'reflect-metadata';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/core';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as dialpad from '../src/providers/dialpad/index.js';
import { QUEUE_SCHEMA } from '../src/queue/index.js';
import { SCHEMA, ormOptions } from '../src/storage/index.js';
import { migrations } from '../src/storage/migrations/index.js';
import { readPhoneSystemSettings } from '../src/support/settings.js';

const root = process.cwd();
const readJson = <T>(name: string): T => JSON.parse(readFileSync(join(root, name), 'utf8')) as T;

interface Manifest {
  readonly version: string;
  readonly package: string;
  readonly module: string;
  readonly entry: string;
  readonly requires: readonly { readonly module: string; readonly entry: string }[];
  readonly provider: { readonly key: string; readonly name: string; readonly icon: string };
  readonly authentication: { readonly pkce: string | null };
  readonly scopes: readonly { readonly name: string; readonly why: string }[];
  readonly settings: readonly { readonly name: string; readonly default: string | null }[];
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  readonly storage: Readonly<Record<'schemas' | 'entities' | 'migrations', readonly string[]>>;
  readonly compatibility: { readonly node: string; readonly peers: Readonly<Record<string, string>> };
  readonly limitations: readonly string[];
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const manifest = readJson<Manifest>('plugin.manifest.json');
const packageJson = readJson<PackageJson>('package.json');
const { DIALPAD } = dialpad;

describe('plugin.manifest.json', () => {
  it('keeps to its schema, which is strict', () => {
    const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(
      readJson<object>('plugin.manifest.schema.json'),
    );
    validate(manifest);
    expect(validate.errors).toBeNull();
    expect(validate({ ...manifest, kind: 'mail' })).toBe(false);
    expect(validate({ ...manifest, surprise: true })).toBe(false);
  });

  it('is published with its schema', () => {
    for (const name of ['plugin.manifest.json', 'plugin.manifest.schema.json']) {
      expect(packageJson.files).toContain(name);
      expect(packageJson.exports).toHaveProperty([`./${name}`], `./${name}`);
    }
  });

  it('is of the package as it is', () => {
    expect(manifest.package).toBe(packageJson.name);
    expect(manifest.version).toBe(packageJson.version);
    expect(manifest.compatibility.node).toBe(packageJson.engines.node);
    expect(manifest.compatibility.peers).toEqual(packageJson.peerDependencies);
  });

  it('names a module that its entry exports, and entries that the package has', () => {
    expect(packageJson.exports).toHaveProperty([manifest.entry], {
      types: './dist/providers/dialpad/index.d.ts',
      default: './dist/providers/dialpad/index.js',
    });
    expect(dialpad).toHaveProperty(manifest.module);
    for (const { entry } of manifest.requires) expect(packageJson.exports).toHaveProperty([entry]);
  });

  it('tells of Dialpad what its descriptor tells', () => {
    expect(manifest.provider).toMatchObject({ key: DIALPAD.key, name: DIALPAD.displayName });
    expect(manifest.authentication.pkce).toBe(DIALPAD.grant.pkce ? 'S256' : null);
    expect(manifest.scopes).toEqual(DIALPAD.grant.scopes);
    expect(manifest.limitations).toEqual(DIALPAD.limitations);
  });

  it('has a picture that runs nothing and fetches nothing', () => {
    const svg = decodeURIComponent(manifest.provider.icon.slice('data:image/svg+xml,'.length));
    expect(svg).toMatch(/^<svg xmlns='http:\/\/www\.w3\.org\/2000\/svg' .*<\/svg>$/);
    expect(svg.replace("xmlns='http://www.w3.org/2000/svg'", '')).not.toMatch(/script|href|url\(|on\w+=|http/i);
  });

  it('names every variable that is read, and no other, with the defaults that hold', () => {
    const read = new Set<string>();
    const nothing = (name: string): undefined => void read.add(name);
    const { settings } = readPhoneSystemSettings(nothing);
    dialpad.readDialpadSettings(nothing);
    read.delete('NODE_ENV');

    expect(manifest.settings.map(({ name }) => name).sort()).toEqual([...read].sort());
    expect(Object.fromEntries(manifest.settings.map((setting) => [setting.name, setting.default]))).toMatchObject({
      DIALPAD_BASE_URL: DIALPAD.environments.production.baseUrl,
      DATA_DIR: settings.dataDir,
      FETCH_EVERY_SECONDS: String(settings.fetchEverySeconds),
      FAR_EVERY_SECONDS: String(settings.farEverySeconds),
      HISTORY_DAYS: String(settings.historyDays),
      LONGEST_CALL_HOURS: String(settings.longestCallHours),
      RECONCILE_EVERY_SECONDS: String(settings.reconcileEverySeconds),
    });
  });

  it('names the schemas, tables and migrations that are there', async () => {
    const orm = new MikroORM(await ormOptions({ kind: 'embedded', dataDir: 'memory://' }));
    const tables = [...orm.getMetadata().getAll().values()].map(({ tableName }) => tableName);

    expect(manifest.storage.schemas).toEqual([SCHEMA, QUEUE_SCHEMA]);
    expect(manifest.storage.entities).toEqual(tables.sort());
    expect(manifest.storage.migrations).toEqual(migrations.map(({ name }) => name));
  });

  it('names the routes that the controllers serve', async () => {
    expect(manifest.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(await servedRoutes());
  });
});

async function servedRoutes(): Promise<readonly string[]> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^http\/.*\.controller\.ts$/.test(name),
  );
  const routes: string[] = [];
  // One after the other: jest cannot link two modules at once.
  for (const name of files) {
    const module = (await import(join(root, 'src', name))) as object;
    routes.push(...Object.values(module).flatMap(routesOf));
  }
  return routes.sort();
}

function routesOf(exported: unknown): readonly string[] {
  if (typeof exported !== 'function' || !Reflect.hasMetadata(PATH_METADATA, exported)) return [];
  const prefix = Reflect.getMetadata(PATH_METADATA, exported) as string;
  const prototype = exported.prototype as Readonly<Record<string, object>>;
  return Object.getOwnPropertyNames(prototype)
    .map((name) => prototype[name])
    .filter((handler) => handler !== undefined && Reflect.hasMetadata(METHOD_METADATA, handler))
    .map((handler) => {
      const method = Reflect.getMetadata(METHOD_METADATA, handler as object) as RequestMethod;
      const path = Reflect.getMetadata(PATH_METADATA, handler as object) as string;
      const segments = [prefix, path].flatMap((part) => part.split('/')).filter((segment) => segment !== '');
      return `${RequestMethod[method]} /${segments.join('/')}`;
    });
}
