import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installedPlugins } from './installed-plugins.js';

describe('installed plugins', () => {
  let dir: string;

  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'plugins-'));
    await write('node_modules/acme-phone/plugin.manifest.json', 'acme');
    await write('node_modules/@voices/nimbus/plugin.manifest.json', 'nimbus');
    await write('node_modules/luxon/package.json', '{"version":"3.7.2"}');
    await write('node_modules/.bin/plugin.manifest.json', 'no package');
    await write('elsewhere/linked/plugin.manifest.json', 'linked');
    await write('elsewhere/node_modules/luxon/package.json', '{"version":"2.0.0"}');
    await symlink(join(dir, 'elsewhere', 'linked'), join(dir, 'node_modules', 'linked'));
    await write('outer/node_modules/acme-phone/plugin.manifest.json', 'an outer one');
  });

  afterAll(() => rm(dir, { recursive: true }));

  it('are those packages that bring a manifest, scoped and linked ones too, the nearest of each name', () => {
    const folders = ['node_modules', 'outer/node_modules', 'not-there'].map((name) => join(dir, name));
    const found = installedPlugins(folders).map(({ name, manifest }) => [name, manifest]);
    expect(found.sort()).toEqual([
      ['@voices/nimbus', 'nimbus'],
      ['acme-phone', 'acme'],
      ['linked', 'linked'],
    ]);
  });

  it('are told the versions that they would find themselves', () => {
    const luxon = new Map(
      installedPlugins([join(dir, 'node_modules')]).map((plugin) => [plugin.name, plugin.versionOf('luxon')]),
    );
    expect(luxon).toEqual(
      new Map([
        ['acme-phone', '3.7.2'],
        ['@voices/nimbus', '3.7.2'],
        ['linked', '2.0.0'],
      ]),
    );
    expect(installedPlugins([join(dir, 'node_modules')])[0]?.versionOf('no-such-package')).toBeNull();
  });
});
