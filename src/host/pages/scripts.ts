import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LivePage } from './document.js';

const FOLDER = fileURLToPath(new URL('../assets/', import.meta.url));
/** None before the host is built. */
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER) : [];

/** Every script that pages load, by its address, as the build bundled them. */
export const SCRIPTS: ReadonlyMap<string, Buffer> = new Map(
  FILES.filter((file) => file.endsWith('.js')).map((file) => [`/assets/${file}`, readFileSync(`${FOLDER}${file}`)]),
);

/**
 * The addresses of all modules that a page's script leads to. A browser that is told of them asks for all at once,
 * where it would otherwise learn of each from the one before.
 */
export const PAGE_MODULES: Partial<Readonly<Record<LivePage, readonly string[]>>> = FILES.includes('pages.json')
  ? (JSON.parse(readFileSync(`${FOLDER}pages.json`, 'utf8')) as Record<LivePage, readonly string[]>)
  : {};
