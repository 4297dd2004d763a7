import { SETTINGS_PATH } from '../views/settings/model.js';
import type { SurfaceMe } from '../views/shared/surface.js';

/** The page with which somebody begins: what their role is there for. */
export const startOf = ({ role }: Pick<SurfaceMe, 'role'>): string => (role === 'admin' ? SETTINGS_PATH : '/my-day');
