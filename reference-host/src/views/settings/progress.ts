import { counted, roughSpan } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import type { SurfaceProgress } from '../shared/surface.js';
import type { LiveProps } from './parts-props.js';

/** How far the history is; nothing once it has been fetched. What changes is announced now and then, not each second. */
export function Progress({ live }: LiveProps): View | null {
  const { phase, done, total } = live.progress;
  if (phase === 'steady') return null;
  return html`
    <div class="progress">
      <label for="history-progress">Fetching the history, newest day first</label>
      <progress id="history-progress" max=${Math.max(total, 1)} value=${done}>${progressWords(live.progress)}</progress>
      <p>${progressWords(live.progress)}</p>
      <p class="visually-hidden" role="status">${tenths(live.progress)}</p>
    </div>
  `;
}

/** `3 of 30 days · 120 call records so far, about 2 min left`. */
export function progressWords({ done, total, records, secondsLeft }: SurfaceProgress): string {
  if (total === 0) return 'Beginning…';
  const left = secondsLeft === null ? '' : `, ${roughSpan(secondsLeft)} left`;
  return `${done} of ${counted(total, 'day')} · ${counted(records, 'call record')} so far${left}`;
}

const tenths = ({ done, total }: SurfaceProgress): string =>
  total === 0 ? '' : `${Math.floor((done * 10) / total) * 10} % of the history is fetched`;
