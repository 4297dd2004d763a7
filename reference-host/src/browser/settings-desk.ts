import type { SettingsModel, SettingsUi } from '../views/settings/model.js';
import type { Notice } from '../views/shared/notice.js';

/** What parts of the settings page's script may do to the page. */
export interface SettingsDesk {
  readonly base: string;
  model(): SettingsModel;
  setModel(change: (before: SettingsModel) => SettingsModel): void;
  setUi(change: (before: SettingsUi) => SettingsUi): void;
  /** Does one thing at a time, and says how it ended. */
  act(work: () => Promise<Notice | null>): Promise<void>;
  say(notice: Notice | null): void;
}
