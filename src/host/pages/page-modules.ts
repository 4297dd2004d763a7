import type { LivePage } from './document.js';
import { VENDOR_MODULES } from './import-map.js';
import { SCRIPTS } from './scripts.js';

const known = new Map<LivePage, readonly string[]>();

/**
 * The addresses of all modules that a page's script leads to. A browser that is told of them asks for all at once,
 * where it would otherwise learn of each from the one before.
 */
export function pageModules(page: LivePage): readonly string[] {
  const modules = known.get(page) ?? modulesFrom(['/assets/browser/start.js', `/assets/browser/${page}-app.js`]);
  known.set(page, modules);
  return modules;
}

function modulesFrom(entries: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (address: string): void => {
    const script = SCRIPTS.get(address)?.toString();
    if (script === undefined || found.has(address)) return;
    found.add(address);
    for (const [, , name = ''] of script.matchAll(/\bfrom\s*(["'])([^"']+)\1/g)) visit(addressOf(name, address));
  };
  entries.forEach(visit);
  return [...found];
}

const vendorFiles: Readonly<Record<string, string>> = VENDOR_MODULES;

const addressOf = (name: string, importer: string): string =>
  name.startsWith('.')
    ? new URL(name, new URL(importer, 'http://host')).pathname
    : `/assets/vendor/${vendorFiles[name] ?? ''}`;
