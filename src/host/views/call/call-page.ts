import { clockSeconds, counted, dayOf, longDay, offset, shortDay, span, talkSeconds } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Badge, Card, Fact, LostLine, NoticeRegion, type Place, Trail } from '../shared/parts.js';
import type { SurfaceCall } from '../shared/surface.js';
import { directionWords, flagWords, outcomeWords } from '../shared/words.js';
import { dayHref } from '../day/model.js';
import { Conversation } from './conversation.js';
import { Exclusion } from './exclusion.js';
import { calmCallUi, noCallActions, type CallActions, type CallModel, type CallUi } from './model.js';

export interface CallProps {
  readonly model: CallModel;
  readonly ui?: CallUi;
  readonly actions?: CallActions;
}

/** One call: who with, when, through what, and what of it was counted and why. */
export function CallPage({ model, ui = calmCallUi, actions = noCallActions }: CallProps): View {
  const { call, timeZone } = model;
  const day = call.credit[0]?.day ?? dayOf(new Date(call.connectedAt ?? call.startedAt), timeZone);
  return html`
    <div class="call">
      <${Trail} places=${placesOf(call, day)} />
      <h1>${callTitle(call)}</h1>
      <p class="lead">
        ${longDay(day)}
        ${call.employee === null ? null : html` · <a href=${dayHref(call.employee.id, day)}>Back to the day</a>`}
      </p>
      <${LostLine} lost=${ui.lost} />
      <${NoticeRegion} notice=${ui.notice} close=${actions.closeNotice} />
      <${Credit} call=${call} />
      <${Details} call=${call} zone=${timeZone} />
      <${Conversation} model=${model} />
      ${model.mayExclude ? html`<${Exclusion} model=${model} ui=${ui} actions=${actions} />` : null}
    </div>
  `;
}

function placesOf({ employee }: SurfaceCall, day: string): readonly Place[] {
  if (employee === null) return [{ name: 'Phone System' }, { name: shortDay(day) }, { name: 'Call' }];
  return [{ name: employee.name }, { name: shortDay(day), href: dayHref(employee.id, day) }, { name: 'Call' }];
}

const PREPOSITION = { inbound: 'from', outbound: 'to' } as const;

function callTitle({ direction, counterparty }: SurfaceCall): View {
  const who = counterparty.name ?? counterparty.number ?? 'a withheld number';
  return html`<span>${directionWords(direction)} call ${PREPOSITION[direction]} <bdi>${who}</bdi></span>`;
}

function Credit({ call }: { call: SurfaceCall }): View {
  const badge = call.flagged
    ? html`<${Badge} tone="calm">${flagWords(call.flagReason)}<//>`
    : html`<${Badge} tone=${call.outcome === 'answered' ? 'good' : 'calm'}>${outcomeWords(call)}<//>`;
  return html`
    <${Card} id="credit" title="What was counted" aside=${badge}>
      ${
        call.credit.length === 0
          ? html`<p>Nothing was counted for this call.</p>`
          : html`
              <ul class="because">
                ${call.credit.map(
                  ({ day, countedSeconds, points, text }) => html`
                    <li key=${day}>
                      <span>${text}</span>
                      <span class="hint">${shortDay(day)}, ${span(countedSeconds)}</span>
                      <strong class="number">${points > 0 ? '+' : ''}${counted(points, 'point')}</strong>
                    </li>
                  `,
                )}
              </ul>
            `
      }
    <//>
  `;
}

function Details({ call, zone }: { call: SurfaceCall; zone: string }): View {
  const at = (instant: string) => html`
    <time datetime=${instant} title=${offset(instant, zone)}>${clockSeconds(instant, zone)}</time>
  `;
  const { counterparty } = call;
  return html`
    <${Card} id="details" title="Details">
      <dl class="facts">
        <${Fact} term="With">
          <bdi>${counterparty.name ?? 'Name not known'}</bdi>
          <span class="cell-note">
            ${counterparty.number ?? 'number withheld'}${counterparty.internal ? ' · a colleague' : ''}
          </span>
        <//>
        <${Fact} term=${call.direction === 'inbound' ? 'Rang' : 'Dialled'}>${at(call.startedAt)}<//>
        <${Fact} term="Talk began">${call.connectedAt === null ? 'nobody spoke' : at(call.connectedAt)}<//>
        <${Fact} term="Ended">${at(call.endedAt)}<//>
        <${Fact} term="Talk">${call.connectedAt === null ? '–' : span(talkSeconds(call))}<//>
        <${Fact} term="Outcome">${outcomeWords(call)}${call.transferred ? ', transferred' : ''}<//>
        ${call.group === null ? null : html`<${Fact} term="Through"><bdi>${call.group.name ?? 'a group'}</bdi><//>`}
        ${
          call.labels.length === 0
            ? null
            : html`
                <${Fact} term="Labels">
                  <span class="labels"
                    >${call.labels.map((label) => html`<bdi class="label" key=${label}>${label}</bdi>`)}</span
                  >
                <//>
              `
        }
      </dl>
      <p class="hint">All times in ${zone} (${offset(call.startedAt, zone)}).</p>
    <//>
  `;
}
