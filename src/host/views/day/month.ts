import { counted, daysAfter, monthName, monthOf, scoreText, shortDay, weekday } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import type { SurfaceDayTotal } from '../shared/surface.js';
import { dayHref, type DayModel } from './model.js';

/** A month of daily totals, each a bar that leads to its day; the table beneath says the same in numbers. */
export function Month({ model }: { model: DayModel }): View | null {
  const { month, day, today } = model;
  const first = month[0]?.day;
  const last = month.at(-1)?.day;
  if (first === undefined || last === undefined) return null;
  const most = Math.max(...month.map(({ score }) => score), 0);
  const after = daysAfter(last, 1);
  const around = html`
    <span class="month-around">
      <a href=${dayHref(day.employeeId, daysAfter(first, -1))}
        ><span aria-hidden="true">←</span> ${monthName(daysAfter(first, -1))}</a
      >
      ${after <= today && monthOf(after) !== monthOf(day.day) ? html`<a href=${dayHref(day.employeeId, after)}>${monthName(after)} <span aria-hidden="true">→</span></a>` : null}
    </span>
  `;
  return html`
    <${Card} id="month" title=${`${monthName(day.day)} ${day.day.slice(0, 4)}`} aside=${around}>
      <ol class=${`month month-from-${weekday(first)}`}>
        ${month.map((total) => html`<${DayBar} key=${total.day} total=${total} most=${most} model=${model} />`)}
      </ol>
      <details>
        <summary>The month in numbers</summary>
        <${MonthTable} model=${model} />
      </details>
    <//>
  `;
}

interface BarProps {
  readonly total: SurfaceDayTotal;
  readonly most: number;
  readonly model: DayModel;
}

const BAR = 40;

function DayBar({ total: { day, score, inputs, complete }, most, model }: BarProps): View {
  const height = most === 0 ? 0 : Math.round((score / most) * BAR * 10) / 10;
  const words = `${shortDay(day)}: score ${scoreText(score)}, ${counted(inputs, 'call')}${complete ? '' : ', not complete'}`;
  return html`
    <li>
      <a
        href=${dayHref(model.day.employeeId, day)}
        aria-label=${words}
        title=${words}
        aria-current=${day === model.day.day ? 'date' : undefined}
      >
        <svg width="100%" height=${BAR + 2} aria-hidden="true">
          <rect class="month-ground" x="15%" width="70%" y=${BAR} height="2" />
          ${
            height > 0
              ? html`<rect
                  class=${complete ? 'month-bar' : 'month-bar month-bar-open'}
                  x="15%"
                  width="70%"
                  y=${BAR - height}
                  height=${height}
                  rx="2"
                />`
              : null
          }
        </svg>
        <span aria-hidden="true">${Number(day.slice(8))}</span>
      </a>
    </li>
  `;
}

const MonthTable = ({ model: { month, day } }: { model: DayModel }): View => html`
  <div class="scroll" tabindex="0" role="region" aria-label="The month in numbers">
    <table class="month-table">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col" class="number">Score</th>
          <th scope="col" class="number">Calls</th>
          <th scope="col" class="number">Flagged</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        ${month.map(
          (total) => html`
            <tr key=${total.day}>
              <th scope="row"><a href=${dayHref(day.employeeId, total.day)}>${shortDay(total.day)}</a></th>
              <td class="number">${scoreText(total.score)}</td>
              <td class="number">${total.inputs}</td>
              <td class="number">${total.flagged}</td>
              <td>${total.complete ? 'Complete' : 'Not complete yet'}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  </div>
`;
