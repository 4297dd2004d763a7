import { createHash } from 'node:crypto';
import { SCRIPTS } from './scripts.js';

/** What keeps a person's work until a page's script is there; empty before the host is built. */
export const EARLY_SCRIPT = SCRIPTS.get('/assets/early.js')?.toString().trim() ?? '';

/** What the content security policy lets run beside the host's own files: this text, and no other inline script. */
export const EARLY_HASH = `'sha256-${createHash('sha256').update(EARLY_SCRIPT).digest('base64')}'`;
