import {
  amount,
  daysAfter,
  longDay,
  scoreText,
  shortDay,
  signed,
  span,
  unbroken,
  zoneWords,
} from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { AsOf } from '../shared/as-of.js';
import { LostLine, NoticeRegion } from '../shared/notice.js';
import { Banner, Card, Name } from '../shared/parts.js';
import { NOTICE_PATH, noticeHref } from '../notice/notice-page.js';
import { dataHref } from '../own-data/model.js';
import { Objecting } from '../objections/objecting.js';
import { teamSpanHref } from '../team/model.js';
import { weekOf } from '../team/span.js';
import { DayCalls } from './day-calls.js';
import { ExcludeDialog } from './exclude-dialog.js';
import {
  calmDayUi,
  dayHref,
  missingFigure,
  noDayActions,
  type Colleague,
  type DayActions,
  type DayModel,
  type DayUi,
} from './model.js';
import { Month } from './month.js';
import { DayStates, NoCalls } from './states.js';
import { DayTimeline } from './timeline.js';

export interface DayPageProps {
  readonly model: DayModel;
  readonly ui?: DayUi;
  readonly actions?: DayActions;
}

/** One employee's day: its score where it is told, its calls, and what each added. */
export function DayPage({ model, ui = calmDayUi, actions = noDayActions }: DayPageProps): View {
  const { day, employeeName } = model;
  const parts = { model, ui, actions };
  const { score, countedSeconds, explain } = day;
  const missing = missingFigure(day.why);
  return html`
    <div class="day">
      <div class="day-head">
        <div>
          <p class="eyebrow"><${Name} of=${employeeName} /></p>
          <h1><${Whole} of=${longDay(day.day)} /></h1>
        </div>
        <${Neighbours} model=${model} />
      </div>
      <${Beside} model=${model} />
      <${LostLine} lost=${ui.lost} />
      <${NoticeRegion} notice=${ui.notice} close=${actions.closeNotice} />
      ${model.hasUnreadNotice ? html`<${UnreadNotice} day=${day} />` : null}
      <dl class="figures">
        ${
          explain === 'minutes'
            ? null
            : html`<div>
                <dt>Score</dt>
                <dd>${score === null ? missing : scoreText(score)}</dd>
              </div>`
        }
        <div>
          <dt>Counted time</dt>
          <dd>${countedSeconds === null ? missing : span(countedSeconds)}</dd>
        </div>
        <div>
          <dt>Calls</dt>
          <dd>${countedSeconds === null ? missing : day.callsKept ? amount(day.inputs.length) : 'No longer kept'}</dd>
        </div>
      </dl>
      <p class="hint">
        <span id="day-terms">${unbroken(day.terms)}</span> <${AsOf} at=${model.asOf} timeZone=${day.timeZone} />
      </p>
      <${DayStates} model=${model} />
      <${Month} model=${model} />
      ${
        day.inputs.length === 0
          ? html`<${NoCalls} model=${model} />`
          : html`
              <${Card} id="calls" title="Calls">
                <${DayTimeline} model=${model} />
                <${DayCalls} ...${parts} />
                <p class="hint">All times in ${zoneWords(day.timeZone, model.begins, model.ends)}.</p>
              <//>
            `
      }
      <${Because} model=${model} />
      <${Objecting}
        about="day"
        objections=${day.objections}
        who=${employeeName}
        timeZone=${day.timeZone}
        mayObject=${day.mayObject}
        ui=${ui.objecting}
        actions=${actions.objecting}
      />
      <${OwnData} model=${model} />
      ${day.mayExclude ? html`<${ExcludeDialog} ...${parts} />` : null}
    </div>
  `;
}

/** What people are told before they are counted, until they have acknowledged it. */
const UnreadNotice = ({ day: { employeeId, day } }: Pick<DayModel, 'day'>): View => html`
  <${Banner} tone="calm" title="You have not acknowledged yet what is stored and counted of you.">
    <p><a href=${noticeHref(dayHref(employeeId, day))}>Read it and acknowledge it</a></p>
  <//>
`;

/** A long date breaks after its weekday first, where it must. */
function Whole({ of }: { of: string }): View {
  const [weekday, ...date] = of.split(', ');
  return html`<span>${weekday}, <span class="whole">${date.join(', ')}</span></span>`;
}

function Neighbours({ model: { day, today } }: { model: DayModel }): View {
  const [before, after] = [daysAfter(day.day, -1), daysAfter(day.day, 1)];
  return html`
    <nav class="neighbours" aria-label="Days">
      <a class="button" rel="prev" href=${dayHref(day.employeeId, before)}
        ><span aria-hidden="true">←</span> ${shortDay(before)}</a
      >
      ${
        day.day < today
          ? html`
              <a class="button" rel="next" href=${dayHref(day.employeeId, after)}
                >${shortDay(after)} <span aria-hidden="true">→</span></a
              >
            `
          : null
      }
    </nav>
  `;
}

/** Where whoever leads a team goes from a day: to its week, and to the people beside this one in its list. */
function Beside({ model: { day, beside, leads } }: { model: DayModel }): View | null {
  if (!leads) return null;
  const link = (colleague: Colleague | null, rel: string) => {
    if (colleague === null) return null;
    const words = html`<bdi class="place">${colleague.name}</bdi>`;
    const arrow = html`<span aria-hidden="true">${rel === 'prev' ? '←' : '→'}</span>`;
    const says = html`<span class="visually-hidden">${rel === 'prev' ? 'Previous person: ' : 'Next person: '}</span>`;
    return html`<a href=${dayHref(colleague.id, day.day)}
      >${says}${rel === 'prev' ? html`${arrow} ${words}` : html`${words} ${arrow}`}</a
    >`;
  };
  return html`
    <nav class="beside" aria-label="Team">
      <a href=${teamSpanHref(weekOf(day.day))}>The team in this week</a>
      ${link(beside.before, 'prev')} ${link(beside.after, 'next')}
    </nav>
  `;
}

function Because({ model: { day } }: { model: DayModel }): View | null {
  if (day.because.length === 0) return null;
  return html`
    <${Card} id="because" title=${day.explain === 'minutes' ? 'What was counted' : 'How the score came about'}>
      <ul class="because">
        ${day.because.map(
          (line, at) => html`
            <li key=${at}>
              <span>${unbroken(line.text)}</span>
              ${line.points === null ? null : html`<strong class="number">${signed(line.points)}</strong>`}
            </li>
          `,
        )}
      </ul>
    <//>
  `;
}

/** What is stored of a person is theirs to have. */
function OwnData({ model: { day, own, mayOpenData } }: { model: DayModel }): View | null {
  if (!mayOpenData) return null;
  if (!own)
    return html`<p class="hint"><a href=${dataHref(day.employeeId)}>All that is stored about this person</a></p>`;
  const data = `/api/phone-systems/employees/${encodeURIComponent(day.employeeId)}/data`;
  return html`
    <p class="hint">
      Everything that is stored about you: <a href=${`${data}?format=csv`} download>as a table (CSV)</a>${' or '}
      <a href=${data} download>as JSON</a>.${' '}
      <a href=${NOTICE_PATH}>What is stored and counted of you, and who sees it</a>
    </p>
  `;
}
