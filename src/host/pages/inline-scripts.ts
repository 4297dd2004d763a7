import { createHash } from 'node:crypto';
import { IMPORT_MAP } from './import-map.js';
import { SCRIPTS } from './scripts.js';

/** What keeps a person's work until a page's script is there; empty before the host is built. */
export const EARLY_SCRIPT = SCRIPTS.get('/assets/browser/early.js')?.toString() ?? '';

/** What the content security policy lets run beside the host's own files: these two texts, and no other inline script. */
export const INLINE_HASHES: readonly string[] = [IMPORT_MAP, EARLY_SCRIPT].map(
  (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
);
