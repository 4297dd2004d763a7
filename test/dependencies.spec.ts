import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(read('package.json')) as Record<
  string,
  Record<string, string>
>;
const direct = Object.keys({ ...dependencies, ...peerDependencies }).sort();
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };

const ALLOWED = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Python-2.0'];
/** Packages whose manifest says it in the old way; their own licence file was read. */
const SAID_OTHERWISE: Readonly<Record<string, string>> = { 'passport-strategy': 'MIT', pause: 'MIT' };

/** Tells its maker about installations, for swagger-ui-dist; nothing is missing where it may not run. */
const TELLS_ONLY = '@scarf/scarf';

/** Where a package finds another: in its own folder first, then further out. */
function placeOf(name: string, from: string): string | null {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (place in packages) return place;
  return from === '' ? null : placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
}

/** Everything that comes along with what a host installs. */
function reached(): ReadonlyMap<string, Locked> {
  const found = new Map<string, Locked>();
  const visit = (names: readonly string[], from: string): void => {
    for (const name of names) {
      const place = placeOf(name, from);
      const locked = place === null ? undefined : packages[place];
      if (place === null || locked === undefined) throw new Error(`${name} is not in the lock file.`);
      if (found.has(place)) continue;
      found.set(place, locked);
      visit(Object.keys(locked.dependencies ?? {}), place);
    }
  };
  visit(direct, '');
  return found;
}

const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Whether one of the licences on offer is allowed. */
const isAllowed = (licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => ALLOWED.includes(one));

describe('what comes along in production', () => {
  const listed = [
    ...read('docs/dependencies.md').matchAll(
      /^\| `([^`]+)` +\| ([\w.-]+) +\| ([\w.-]+) +\| (\S.*?) *\| (\d{4}-\d{2}, \d+) *\|$/gm,
    ),
  ];

  it('is listed in docs/dependencies.md, with its version, its licence, what it is for and how well it is kept', () => {
    expect(listed.map(([, name, version, licence]) => [name, version, licence])).toEqual(
      direct.map((name) => {
        const locked = packages[`node_modules/${name}`];
        return [name, locked?.version, locked?.license];
      }),
    );
  });

  it('has an allowed licence, however deep it lies', () => {
    const all = [...reached()].map(([place, { license }]) => [
      nameOf(place),
      license ?? SAID_OTHERWISE[nameOf(place)] ?? 'none',
    ]);
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(([, licence]) => !isAllowed(licence ?? ''))).toEqual([]);
  });

  it('asks hosts for versions from those on that are run here; older ones of NestJS are run by test/hosts', () => {
    const asked = Object.entries({ ...dependencies, ...peerDependencies });
    // What is only an interface is asked for from the oldest version that has it.
    const ranged = asked.filter(([name, range]) => range.startsWith('^') && name !== '@opentelemetry/api');
    const newest = ranged.map(([name, ranges]) => [name, ranges.split(' || ').at(-1)]);
    expect(newest).toEqual(newest.map(([name]) => [name, `^${packages[`node_modules/${name}`]?.version}`]));
  });

  // An optional one is left out without a word where npm runs on an older Node than the host, as it may here.
  it('is never optional', () => {
    expect(optionalDependencies).toBeUndefined();
  });

  it('needs no install script: the one that there is does nothing for us', () => {
    const scripted = [...reached()].filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(scripted.map(([place]) => nameOf(place))).toEqual([TELLS_ONLY]);
  });
});
