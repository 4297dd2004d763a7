import { useEffect, useRef, useState } from 'preact/hooks';
import { amount, clock, counted, span } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { CallsFilter } from './calls-filter.js';
import { CALLS_AT_ONCE, callsByHour, hourBegins, type HourOfCalls, shownCalls } from './calls-shown.js';
import { DayTable } from './day-table.js';
import { dayHref, type DayModel, type DayProps, unfoldedHref } from './model.js';

/** The calls of a day: in one table, or, where there are many, folded by the hour. */
export function DayCalls(props: DayProps): View {
  const { day, show, begins } = props.model;
  const inputs = shownCalls(day.inputs, show);
  return html`
    <${CallsFilter} ...${props} />
    <p class="hint calls-shown" role="status">
      ${show === 'all' ? null : inputs.length === 0 ? 'There is no such call on this day.' : `${amount(inputs.length)} of ${counted(day.inputs.length, 'call')}.`}
    </p>
    ${
      day.mayExclude && inputs.length > 0
        ? html`<p class="without-script">Excluding calls needs JavaScript, which is switched off here.</p>`
        : null
    }
    ${inputs.length > 0 && inputs.length <= CALLS_AT_ONCE ? html`<${DayTable} ...${props} inputs=${inputs} name="Calls of the day" />` : null}
    ${
      inputs.length > CALLS_AT_ONCE
        ? html`
            ${callsByHour(inputs, begins).map((hour) => html`<${Hour} key=${hour.hour} ...${props} of=${hour} />`)}
            <p class="actions"><${Unfolding} model=${props.model} /></p>
          `
        : null
    }
  `;
}

/** The way to a page that lists every call, to be searched and printed. */
const Unfolding = ({ model }: { model: DayModel }): View =>
  model.unfolded
    ? html`<a class="button" href=${dayHref(model.day.employeeId, model.day.day, model.show)}>Fold by the hour</a>`
    : html`<a class="button" href=${unfoldedHref(model)}>List every call</a>`;

/** What is folded is drawn when it is opened: hundreds of rows that nobody sees would hold the page up. */
function Hour(props: DayProps & { readonly of: HourOfCalls }): View {
  const { hour, inputs } = props.of;
  const words = hourWords(props.model, hour);
  const { unfolded } = props.model;
  const details = useRef<HTMLDetailsElement>(null);
  const [opened, setOpened] = useState(unfolded);
  const look = (): void => setOpened((before) => before || details.current?.open === true);
  // It may have been opened before the script had come.
  useEffect(look, []);
  return html`
    <details class="hour" ref=${details} open=${unfolded || undefined} onToggle=${look}>
      <summary>
        <strong>${words}</strong>
        <span class="hint">${counted(inputs.length, 'call')}</span>
        <span class="hint number">${cameTo(props.model, inputs)}</span>
      </summary>
      ${
        opened
          ? html`<${DayTable} ...${props} inputs=${inputs} name=${`Calls, ${words}`} />`
          : html`<p class="without-script"><a href=${unfoldedHref(props.model)}>List every call</a></p>`
      }
    </details>
  `;
}

/** The points of calls, or their time where points are not told. */
function cameTo({ day }: DayModel, inputs: HourOfCalls['inputs']): string {
  if (day.explain === 'minutes') return `${span(inputs.reduce((sum, input) => sum + input.countedSeconds, 0))} counted`;
  const points = inputs.reduce((sum, input) => sum + (input.points ?? 0), 0);
  return `${amount(points)} ${points === 1 ? 'point' : 'points'}`;
}

function hourWords({ day, begins, ends }: DayModel, hour: number): string {
  if (hour < 0) return 'Before midnight';
  const time = (at: number): string =>
    at === Date.parse(ends) ? '24:00' : clock(new Date(at).toISOString(), day.timeZone);
  return `${time(hourBegins(hour, begins))}–${time(hourBegins(hour + 1, begins))}`;
}
