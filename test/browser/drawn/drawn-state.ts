import type { PageDrawing } from '../../../reference-host/src/pages/document.js';
import type { SurfaceMe } from '../../../reference-host/src/views/shared/surface.js';

/** A state that takes long, or bad luck, to come about by itself: its name, and the page as the host draws it. */
export type DrawnState = readonly [name: string, page: PageDrawing];

export const admin: SurfaceMe = { employeeId: 'e1', tenantId: 'acme', role: 'admin', name: 'Dana Reyes', leads: true };

export const LONG = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(9).slice(0, 300);
export const HEBREW = 'דנה רייס מחלקת המכירות';
export const EMOJI = '👩🏽‍💻 Zoë 🎉🎉';
