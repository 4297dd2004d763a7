import type { SettingsActions } from '../views/settings/model.js';
import { counted } from '../views/shared/format.js';
import type { SurfaceImport } from '../views/shared/surface.js';
import { focusOn } from './focus.js';
import type { SettingsDesk } from './settings-desk.js';
import { sendCsv, sentenceOf } from './surface.js';

/** What a person can do with the matches as a file. */
export function fileActions(
  { base, act }: SettingsDesk,
  refresh: () => Promise<void>,
): Pick<SettingsActions, 'checkFile' | 'importFile'> {
  const path = `${base}/mappings/import`;
  return {
    checkFile: async (file) => {
      try {
        return { kind: 'read', found: await sendCsv<SurfaceImport>(`${path}?dryRun=true`, file) };
      } catch (error) {
        return { kind: 'refused', message: sentenceOf(error) };
      }
    },
    importFile: (file) =>
      void act(async () => {
        const { changes } = await sendCsv<SurfaceImport>(path, file);
        await refresh();
        focusOn('people-title');
        return {
          tone: 'good',
          text: `${counted(changes.length, 'match was', 'matches were')} taken over from the file.`,
        };
      }),
  };
}
