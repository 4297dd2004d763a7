import { amount, counted, dayOf, moment, shortDay, shortMoment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Badge, Card, type Tone } from '../shared/parts.js';
import type { SurfaceRound } from '../shared/surface.js';
import { FetchAgain, noLongerListed } from './fetch-again.js';
import type { LiveProps } from './parts-props.js';

const SHOWN = 8;

const KINDS: Record<SurfaceRound['kind'], string> = {
  history: 'History',
  near: 'Newest calls',
  far: 'Long look back',
  manual: 'By hand',
  again: 'Days fetched again',
  reconciliation: 'Comparison',
};

const OUTCOMES: Record<SurfaceRound['outcome'], { tone: Tone; words: string }> = {
  running: { tone: 'busy', words: 'Running' },
  done: { tone: 'good', words: 'Done' },
  parked: { tone: 'calm', words: 'Waiting' },
  failed: { tone: 'bad', words: 'Failed' },
};

/** The last rounds, and what could not be read. */
export function FetchingCard(props: LiveProps): View {
  const { model } = props;
  return html`
    <${Card} id="fetching" title="Fetching">
      ${
        model.rounds.length === 0
          ? html`<p class="hint">No round has run yet; the first one starts by itself.</p>`
          : html`<${Rounds} ...${props} />`
      }
      <${Comparison} ...${props} />
      <${FetchAgain} ...${props} />
      <${Rejected} ...${props} />
    <//>
  `;
}

function Rounds({ model }: LiveProps): View {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Last rounds">
      <table class="rounds stacked">
        <caption class="visually-hidden">
          The last rounds of fetching
        </caption>
        <thead>
          <tr>
            <th scope="col">Round</th>
            <th scope="col">Calls that began</th>
            <th scope="col">Started</th>
            <th scope="col" class="number">Records</th>
            <th scope="col" class="number">Not readable</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          ${model.rounds.slice(0, SHOWN).map((round) => html`<${RoundRow} key=${round.id} round=${round} zone=${model.timeZone} />`)}
        </tbody>
      </table>
    </div>
  `;
}

function RoundRow({ round, zone }: { round: SurfaceRound; zone: string }): View {
  const { tone, words } = OUTCOMES[round.outcome];
  return html`
    <tr>
      <th scope="row">${KINDS[round.kind]}</th>
      <td class="nowrap" data-name="Calls of">${days(round.window, zone)}</td>
      <td class="nowrap" data-name="Started">
        <time datetime=${round.startedAt} title=${moment(round.startedAt, zone)}
          >${shortMoment(round.startedAt, zone)}</time
        >
      </td>
      <td class="number" data-name="Records">${amount(round.records)}</td>
      <td class="number" data-name="Not readable">${amount(round.rejected)}</td>
      <td>
        <${Badge} tone=${tone}>${words}<//>
        ${round.problem === null ? null : html`<span class="cell-note">${round.problem.message}</span>`}
      </td>
    </tr>
  `;
}

function days(window: { from: string; to: string }, zone: string): string {
  const from = shortDay(dayOf(new Date(window.from), zone));
  const to = shortDay(dayOf(new Date(Date.parse(window.to) - 1), zone));
  return from === to ? from : `${from} – ${to}`;
}

/** Whether the last seven days are here as they are at the phone system. */
function Comparison({ model }: LiveProps): View {
  const { comparison, timeZone } = model;
  if (comparison === null) {
    return html`<p class="hint">
      Once a day the last seven days are compared with the phone system. The first time is still to come.
    </p>`;
  }
  const { difference, finishedAt, startedAt } = comparison;
  const missing = difference ?? 0;
  return html`
    <p class="hint" id="comparison">
      Last compared with the phone system ${moment(finishedAt ?? startedAt, timeZone)}:${' '}
      ${missing === 0 ? 'nothing was missing here.' : `${counted(missing, 'call')} had been missing here and ${missing === 1 ? 'was' : 'were'} fetched.`}
      ${noLongerListed(comparison)}
    </p>
  `;
}

function Rejected({ model }: LiveProps): View | null {
  if (model.rounds.length === 0) return null;
  if (model.rejected.length === 0) {
    const once = model.rounds.some(({ rejected }) => rejected > 0);
    return html`<p class="hint">
      ${once ? 'What could not be read at first has been read since.' : 'Every record so far could be read.'}
    </p>`;
  }
  return html`
    <details class="rejected">
      <summary>${rejectedWords(model.rejected.length)}</summary>
      <ul>
        ${model.rejected.map(
          ({ externalId, reason, seenAt }) => html`
            <li key=${`${externalId ?? ''} ${seenAt}`}>
              ${reason}${' '}
              <span class="hint"
                >${externalId === null ? 'No id' : `Call ${externalId}`}, seen ${moment(seenAt, model.timeZone)}</span
              >
            </li>
          `,
        )}
      </ul>
    </details>
  `;
}

const rejectedWords = (count: number): string =>
  `${counted(count, 'record')} could not be read and ${count === 1 ? 'is' : 'are'} not counted`;
