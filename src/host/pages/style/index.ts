import { BASE } from './base.js';
import { CONTROLS } from './controls.js';
import { PAGES } from './pages.js';
import { PARTS } from './parts.js';

/** The one style sheet. */
export const STYLE = [BASE, CONTROLS, PARTS, PAGES].join('\n');
