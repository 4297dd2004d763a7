import { SETTINGS_PATH } from '../views/settings/model.js';
import type { SurfaceMe } from '../views/shared/surface.js';
import { TEAM_PATH } from '../views/team/model.js';

/** The page with which somebody begins: what they are there for. */
export function startOf({ role, leads }: Pick<SurfaceMe, 'role' | 'leads'>): string {
  if (role === 'admin') return SETTINGS_PATH;
  return leads ? TEAM_PATH : '/my-day';
}
