import { BASE } from './base.js';
import { CONTROLS } from './controls.js';
import { DAY } from './day.js';
import { MEDIA } from './media.js';
import { PAGES } from './pages.js';
import { PARTS } from './parts.js';
import { SETTINGS } from './settings.js';
import { TEAM } from './team.js';

/** The one style sheet. */
export const STYLE = [BASE, CONTROLS, PARTS, SETTINGS, DAY, PAGES, TEAM, MEDIA].join('\n');
