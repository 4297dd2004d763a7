import { amount, clock, clockSeconds, offset, shortDay, span, talkSeconds } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Name } from '../shared/parts.js';
import type { SurfaceDayInput } from '../shared/surface.js';
import { directionWords, flagWords, outcomeWords } from '../shared/words.js';
import { beganOn, callOfDayHref, type DayProps } from './model.js';
import { Sentence } from './sentence.js';

export interface DayTableProps extends DayProps {
  readonly inputs: readonly SurfaceDayInput[];
  /** What the table is called, for whoever does not see where it stands. */
  readonly name: string;
}

/** Calls of a day, one a row; what is flagged is greyed, and talk that is not counted whole on this day says why. */
export function DayTable(props: DayTableProps): View {
  const { day } = props.model;
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${props.name}>
      <table class="calls stacked">
        <caption class="visually-hidden">
          ${props.name}
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Call</th>
            <th scope="col">Outcome</th>
            <th scope="col" class="number">Talk</th>
            <th scope="col" class="number">Counted</th>
            ${day.explain === 'minutes' ? null : html`<th scope="col" class="number">Points</th>`}
            ${day.mayExclude ? html`<th scope="col" class="needs-script"><span class="visually-hidden">Actions</span></th>` : null}
          </tr>
        </thead>
        <tbody>
          ${props.inputs.map((input) => html`<${Row} key=${input.callId} ...${props} input=${input} />`)}
        </tbody>
      </table>
    </div>
  `;
}

type RowProps = DayProps & { readonly input: SurfaceDayInput };

function Row(props: RowProps): View {
  const { input, model } = props;
  const zone = model.day.timeZone;
  const at = input.connectedAt ?? input.startedAt;
  const talk = talkSeconds(input);
  const began = beganOn(input, zone);
  const kind = `${directionWords(input.direction)}${input.internal ? ', colleague' : ''}`;
  return html`
    <tr class=${input.flagged ? 'flagged' : undefined}>
      <td class="nowrap">
        <time datetime=${at} title=${`${clockSeconds(at, zone)} ${offset(at, zone)}`}>${clock(at, zone)}</time>
        ${began === model.day.day ? null : html`<span class="cell-note">${shortDay(began)}</span>`}
      </td>
      <th scope="row">
        <a href=${callOfDayHref(model, input)}><${Name} of=${input.title} /></a>
        <span class="cell-note">${kind}</span>
        ${input.countedSeconds === talk ? null : html`<span class="cell-note"><${Sentence} text=${input.text} calls=${model.day.inputs} timeZone=${zone} /></span>`}
      </th>
      <td class="outcome">
        ${input.flagged ? html`<span class="flag">${flagWords(input.flagReason)}</span>` : outcomeWords(input)}
      </td>
      <td class="number" data-name="Talk">${talk > 0 ? span(talk) : '–'}</td>
      <td class="number" data-name="Counted">${talk > 0 ? span(input.countedSeconds) : '–'}</td>
      ${input.points === null ? null : html`<td class="number" data-name="Points">${amount(input.points)}</td>`}
      ${model.day.mayExclude ? html`<td class="row-action needs-script"><${Exclude} ...${props} /></td>` : null}
    </tr>
  `;
}

function Exclude({ model, input: { callId, title, flagReason }, ui, actions }: RowProps): View {
  if (model.day.staysExcluded.includes(callId)) return html`<span class="hint">Stays excluded</span>`;
  const excluded = flagReason === 'excluded';
  return html`
    <button
      type="button"
      class="quiet"
      data-call=${callId}
      aria-disabled=${ui.busy}
      onClick=${() => (excluded ? actions.include(callId) : actions.ask(callId))}
    >
      ${excluded ? 'Count again' : 'Exclude'}<span class="visually-hidden">: ${title}</span>
    </button>
  `;
}
