import { useState } from 'preact/hooks';
import { counted, dayOf, moment, shortDay } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import type { SurfaceRound } from '../shared/surface.js';
import type { LiveProps } from './parts-props.js';

/** Days that somebody doubts are asked for again, and what that came to. */
export function FetchAgain({ model, live, ui, actions }: LiveProps): View | null {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const last = model.rounds.find(({ kind }) => kind === 'again');
  if (model.rounds.length === 0) return null;
  const dayField = (id: string, label: string, value: string, set: (day: string) => void): View => html`
    <div class="field">
      <label for=${id}>${label}</label>
      <input
        id=${id}
        type="date"
        required
        max=${model.today}
        value=${value}
        onInput=${(event: Event) => set((event.currentTarget as HTMLInputElement).value)}
      />
    </div>
  `;
  return html`
    ${last === undefined ? null : html`<p class="hint" id="fetched-again">${againWords(last, model.timeZone)}</p>`}
    ${
      live.status !== 'connected'
        ? null
        : html`
            <details class="fetch-again needs-script">
              <summary>Fetch days again</summary>
              <p class="hint">For days that do not look right. They stay as they are meanwhile.</p>
              <form
                class="field-row"
                onSubmit=${(event: Event) => {
                  event.preventDefault();
                  if (!ui.busy) actions.fetchAgain({ from, to: to === '' ? from : to });
                }}
              >
                ${dayField('again-from', 'First day', from, setFrom)} ${dayField('again-to', 'Last day', to, setTo)}
                <div class="field">
                  <button type="submit" aria-disabled=${ui.busy}>Fetch these days again</button>
                </div>
              </form>
            </details>
          `
    }
  `;
}

/** How a round for doubted days goes on, or what it came to. */
export function againWords(round: SurfaceRound, timeZone: string): string {
  const { window, outcome, records, finishedAt, difference, problem } = round;
  const first = shortDay(dayOf(new Date(window.from), timeZone));
  const last = shortDay(dayOf(new Date(Date.parse(window.to) - 1), timeZone));
  const days = first === last ? first : `${first} – ${last}`;
  const are = first === last ? 'is' : 'are';
  if (outcome === 'running') return `${days} ${are} being fetched again: ${counted(records, 'call')} read so far.`;
  if (outcome === 'parked')
    return `${days} ${are} being fetched again, and that waits: ${problem?.message ?? ''}`.trim();
  if (outcome === 'failed')
    return `${days} could not be fetched again. ${problem?.message ?? `Ask for ${first === last ? 'it' : 'them'} once more.`}`;
  const missing = difference ?? 0;
  const found = missing === 0 ? 'nothing was missing here.' : `${counted(missing, 'call')} had been missing here.`;
  return `${days} ${first === last ? 'was' : 'were'} fetched again ${moment(finishedAt ?? round.startedAt, timeZone)}: ${found}${noLongerListed(round)}`;
}

/** What the phone system no longer lists, and why that may be; empty where there is nothing. */
export function noLongerListed({ letGo, unlisted }: Pick<SurfaceRound, 'letGo' | 'unlisted'>): string {
  const told = (count: number | null, one: string, more: string): string =>
    count
      ? ` The phone system no longer lists ${counted(count, 'call')}, ${count === 1 ? `${one}. Here it is` : `${more}. Here they are`} kept.`
      : '';
  return (
    told(
      letGo,
      'because the person is gone there, its personal data was removed, or it is older than the account is told of',
      'because their people are gone there, their personal data was removed, or they are older than the account is told of',
    ) + told(unlisted, 'and nothing says why', 'and nothing says why')
  );
}
