import { useEffect } from 'preact/hooks';
import type { Notice } from '../views/shared/notice.js';
import { keepDraft, keptDraft } from './draft.js';

const PLACE = 'undone';
const ENDED: Notice = {
  tone: 'bad',
  text: 'Your session had ended, so what you did last was not done.',
  detail: 'What you had written is still here. Do it again, if you still want it.',
};

/** Notes that something was asked for and not done, because the session had ended. */
export const noteUndone = (): void => keepDraft(PLACE, 'yes');

/** Says once to whoever comes back that what they did last was not done. */
export function useUndone(say: (notice: Notice) => void): void {
  useEffect(() => {
    if (keptDraft(PLACE) === '') return;
    keepDraft(PLACE, '');
    say(ENDED);
  }, []);
}
