import { amount, clock, clockSeconds, offset, span, talkSeconds } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import type { SurfaceDayInput } from '../shared/surface.js';
import { directionWords, flagWords, outcomeWords } from '../shared/words.js';
import { callHref, type DayModel } from './model.js';

/** The day's calls, one a row; what is flagged is greyed and says why. */
export function DayTable({ model: { day } }: { model: DayModel }): View {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Calls of the day">
      <table class="calls stacked">
        <caption class="visually-hidden">
          Calls of the day
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Call</th>
            <th scope="col">Outcome</th>
            <th scope="col" class="number">Talk</th>
            <th scope="col" class="number">Counted</th>
            <th scope="col" class="number">Points</th>
          </tr>
        </thead>
        <tbody>
          ${day.inputs.map((input) => html`<${Row} key=${input.callId} input=${input} zone=${day.timeZone} />`)}
        </tbody>
      </table>
    </div>
  `;
}

function Row({ input, zone }: { input: SurfaceDayInput; zone: string }): View {
  const at = input.connectedAt ?? input.startedAt;
  const talk = talkSeconds(input);
  const kind = `${directionWords(input.direction)}${input.internal ? ', colleague' : ''}`;
  return html`
    <tr class=${input.flagged ? 'flagged' : undefined}>
      <td class="nowrap">
        <time datetime=${at} title=${`${clockSeconds(at, zone)} ${offset(at, zone)}`}>${clock(at, zone)}</time>
      </td>
      <th scope="row">
        <a href=${callHref(input.callId)}><bdi>${input.title}</bdi></a>
        <span class="cell-note">${kind}</span>
      </th>
      <td>${input.flagged ? html`<span class="flag">${flagWords(input.flagReason)}</span>` : outcomeWords(input)}</td>
      <td class="number" data-name="Talk">${talk > 0 ? span(talk) : '–'}</td>
      <td class="number" data-name="Counted">${talk > 0 ? span(input.countedSeconds) : '–'}</td>
      <td class="number" data-name="Points">${amount(input.points)}</td>
    </tr>
  `;
}
