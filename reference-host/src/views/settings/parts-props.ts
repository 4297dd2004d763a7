import type { SurfaceConnection, SurfaceSystem } from '../shared/surface.js';
import type { SettingsActions, SettingsModel, SettingsUi } from './model.js';

/** What every part of the settings page is given. */
export interface PartProps {
  readonly model: SettingsModel;
  readonly ui: SettingsUi;
  readonly actions: SettingsActions;
  /** The system that is looked at. */
  readonly system: SurfaceSystem | null;
  /** Its connection, unless it was disconnected or never made. */
  readonly live: SurfaceConnection | null;
}

/** The same for parts that are drawn only while a system is chosen. */
export type SystemProps = PartProps & { readonly system: SurfaceSystem };

/** The same for parts that are drawn only while it is connected. */
export type LiveProps = SystemProps & { readonly live: SurfaceConnection };
