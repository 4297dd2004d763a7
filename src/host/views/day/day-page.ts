import { amount, counted, daysAfter, longDay, scoreText, shortDay, span } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Banner, Card, Empty } from '../shared/parts.js';
import { DayTable } from './day-table.js';
import { dayHref, type DayModel } from './model.js';
import { DayTimeline } from './timeline.js';

/** One employee's day: its score, its calls, and what each added. */
export function DayPage({ model }: { model: DayModel }): View {
  const { day, employeeName } = model;
  return html`
    <div class="day">
      <div class="day-head">
        <div>
          <p class="eyebrow"><bdi>${employeeName}</bdi></p>
          <h1>${longDay(day.day)}</h1>
        </div>
        <${Neighbours} model=${model} />
      </div>
      <dl class="figures">
        <div>
          <dt>Score</dt>
          <dd>${scoreText(day.score)}</dd>
        </div>
        <div>
          <dt>Counted time</dt>
          <dd>${span(day.countedSeconds)}</dd>
        </div>
        <div>
          <dt>Calls</dt>
          <dd>${amount(day.inputs.length)}</dd>
        </div>
      </dl>
      <${States} model=${model} />
      ${
        day.inputs.length === 0
          ? html`<${NoCalls} model=${model} />`
          : html`
              <${Card} id="calls" title="Calls">
                <${DayTimeline} model=${model} />
                <${DayTable} model=${model} />
                <p class="hint">All times in ${day.timeZone}.</p>
              <//>
            `
      }
      <${Because} model=${model} />
      <${Team} model=${model} />
    </div>
  `;
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

function States({ model: { day, own } }: { model: DayModel }): View {
  return html`
    ${
      day.mapped
        ? null
        : html`
            <${Banner}
              tone="calm"
              title=${`${own ? 'You are' : 'This person is'} not matched to a phone line on this day.`}
            >
              <p>
                Calls count as soon as an administrator makes the match; those that were fetched already count then too.
              </p>
            <//>
          `
    }
    ${
      day.complete || !day.mapped
        ? null
        : html`
            <${Banner} tone="busy" title="This day is not complete yet.">
              <p>Calls may still be added, so the score may still change.</p>
            <//>
          `
    }
  `;
}

function NoCalls({ model: { day } }: { model: DayModel }): View {
  if (!day.mapped) return html`<${Empty} title="No calls to show." />`;
  return html`
    <${Empty} title=${day.complete ? 'No calls on this day.' : 'No calls so far.'}>
      <p>Video calls and messages are not shown here.</p>
    <//>
  `;
}

function Because({ model: { day } }: { model: DayModel }): View | null {
  if (day.because.length === 0) return null;
  return html`
    <${Card} id="because" title="How the score came about">
      <ul class="because">
        ${day.because.map(
          (line, at) => html`
            <li key=${at}>
              <span>${line.text}</span>
              <span class="hint">${line.callIds.length > 0 ? counted(line.callIds.length, 'call') : ''}</span>
              <strong class="number">${line.points > 0 ? '+' : ''}${amount(line.points)}</strong>
            </li>
          `,
        )}
      </ul>
    <//>
  `;
}

function Team({ model: { day, team } }: { model: DayModel }): View | null {
  if (team.length === 0) return null;
  return html`
    <${Card} id="team" title="Your team on this day">
      <ul class="team">
        ${team.map(
          ({ id, name }) =>
            html`<li key=${id}>
              <a href=${dayHref(id, day.day)}><bdi>${name}</bdi></a>
            </li>`,
        )}
      </ul>
    <//>
  `;
}
