import { clockOn, longDay, offset, shortDay, signed, span, talkSeconds, zoneWords } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { isolated } from '../shared/isolated.js';
import { LostLine, NoticeRegion } from '../shared/notice.js';
import { Badge, Card, Fact, type Place, Trail } from '../shared/parts.js';
import type { SurfaceCall } from '../shared/surface.js';
import { directionWords, flagWords, outcomeWords } from '../shared/words.js';
import { beganOn, dayHref } from '../day/model.js';
import { Sentence } from '../day/sentence.js';
import { Objecting } from '../objections/objecting.js';
import { SETTINGS_PATH } from '../settings/model.js';
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
  const began = beganOn(call, timeZone);
  const back = model.from ?? call.credit[0]?.day ?? began;
  return html`
    <div class="call">
      <${Trail} places=${placesOf(call, back)} />
      <${Heading} model=${model} />
      <p class="lead">
        ${longDay(began)}
        ${
          call.employee === null
            ? null
            : html`${' · '}<a class="whole" href=${dayHref(call.employee.id, back)}
                  >${back === began ? 'Back to the day' : `Back to ${shortDay(back)}`}</a
                >`
        }
      </p>
      <${LostLine} lost=${ui.lost} />
      <${NoticeRegion} notice=${ui.notice} close=${actions.closeNotice} />
      <${Credit} model=${model} />
      <${Details} model=${model} began=${began} />
      <${Conversation} model=${model} />
      <${Objecting}
        about="call"
        objections=${call.objections}
        who=${call.employee?.name ?? ''}
        timeZone=${timeZone}
        mayObject=${call.mayObjectOn !== null}
        ui=${ui.objecting}
        actions=${actions.objecting}
      />
      ${call.mayExclude || call.exclusion !== null ? html`<${Exclusion} model=${model} ui=${ui} actions=${actions} />` : null}
    </div>
  `;
}

function placesOf({ employee }: SurfaceCall, day: string): readonly Place[] {
  if (employee === null)
    return [{ name: 'Phone System', href: SETTINGS_PATH }, { name: shortDay(day) }, { name: 'Call' }];
  return [{ name: employee.name }, { name: shortDay(day), href: dayHref(employee.id, day) }, { name: 'Call' }];
}

const PREPOSITION = { inbound: 'from', outbound: 'to' } as const;

const whoWith = ({ call: { counterparty }, number }: CallModel): string =>
  counterparty.name ?? number ?? 'a withheld number';

const beforeWho = ({ direction }: SurfaceCall): string => `${directionWords(direction)} call ${PREPOSITION[direction]}`;

/** The page's name, for the window. */
export const callTitle = (model: CallModel): string => `${beforeWho(model.call)} ${isolated(whoWith(model))}`;

const Heading = ({ model }: { model: CallModel }): View =>
  html`<h1>${beforeWho(model.call)} <bdi>${whoWith(model)}</bdi></h1>`;

function Credit({ model: { call, named, timeZone } }: { model: CallModel }): View {
  const badge = call.flagged
    ? html`<${Badge} tone="calm">${flagWords(call.flagReason)}<//>`
    : html`<${Badge} tone=${call.outcome === 'answered' ? 'good' : 'calm'}>${outcomeWords(call)}<//>`;
  return html`
    <${Card} id="credit" title="What was counted" aside=${badge}>
      ${
        call.credit.length === 0
          ? html`<p>
              ${call.employee === null ? 'Nobody here is matched to its line, so it counts for nobody.' : 'Nothing was counted for this call.'}
            </p>`
          : html`
              <ul class="because">
                ${call.credit.map(
                  ({ day, countedSeconds, points, text }) => html`
                    <li key=${day}>
                      <${Sentence} text=${text} calls=${named} timeZone=${timeZone} />
                      <span class="hint">${creditWords(day, countedSeconds)}</span>
                      ${points === null ? null : html`<strong class="number">${signed(points)} ${points === 1 ? 'point' : 'points'}</strong>`}
                    </li>
                  `,
                )}
              </ul>
            `
      }
    <//>
  `;
}

const creditWords = (day: string, seconds: number): string =>
  `${shortDay(day)} · ${seconds > 0 ? span(seconds) : 'nothing'}`;

function Details({ model, began }: { model: CallModel; began: string }): View {
  const { call, number, timeZone: zone } = model;
  const at = (instant: string) => html`
    <time datetime=${instant} title=${offset(instant, zone)}>${clockOn(instant, zone, began)}</time>
  `;
  const { counterparty } = call;
  return html`
    <${Card} id="details" title="Details">
      <dl class="facts">
        <${Fact} term="With">
          <bdi>${counterparty.name ?? 'Name not known'}</bdi>
          <span class="cell-note">
            ${number ?? 'Number withheld'}${counterparty.internal ? ' · a colleague' : ''}
          </span>
        <//>
        <${Fact} term=${call.direction === 'inbound' ? 'Rang' : 'Dialled'}>${at(call.startedAt)}<//>
        <${Fact} term="Talk began">${call.connectedAt === null ? 'Nobody spoke' : at(call.connectedAt)}<//>
        <${Fact} term="Ended">${at(call.endedAt)}<//>
        <${Fact} term="Talk">${call.connectedAt === null ? '–' : span(talkSeconds(call))}<//>
        <${Fact} term="Outcome">${outcomeWords(call)}${call.transferred ? ', transferred' : ''}<//>
        ${call.group === null ? null : html`<${Fact} term="Through"><bdi>${call.group.name ?? 'a group'}</bdi><//>`}
        <${Fact} term="Id in the phone system"><code>${call.externalId}</code><//>
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
      <p class="hint">All times in ${zoneWords(zone, call.startedAt, call.endedAt)}.</p>
    <//>
  `;
}
