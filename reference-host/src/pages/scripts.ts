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

/** The address of each page's script. */
export const PAGE_SCRIPTS: Partial<Readonly<Record<LivePage, string>>> = FILES.includes('pages.json')
  ? (JSON.parse(readFileSync(`${FOLDER}pages.json`, 'utf8')) as Record<LivePage, string>)
  : {};
