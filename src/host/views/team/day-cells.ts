import { dayHref } from '../day/model.js';
import { shortDay } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import type { SurfacePersonDay } from '../shared/surface.js';
import { dayText, figureText, knownFigures, WHY } from './figures.js';
import type { Shown } from './model.js';
import { isMonday } from './span.js';

interface DayCellProps {
  readonly employeeId: string;
  readonly day: SurfacePersonDay;
  readonly shown: Shown;
  /** The tallest bar. */
  readonly most: number;
}

// With a script, arrow keys lead from day to day: a hundred people's days are no stops for the Tab key.

/** A day with its figure; one that is not known says why. */
export function DayFigure({ employeeId, day, shown }: DayCellProps): View {
  const [weekday] = shortDay(day.day).split(',');
  if (day.why === 'to-come') {
    return html`<td class="day-cell" data-day=${weekday}><span class="visually-hidden">to come</span></td>`;
  }
  const figures = knownFigures(day);
  return html`
    <td class=${figures === null ? 'day-cell day-unknown' : 'day-cell'} data-day=${weekday}>
      <a href=${dayHref(employeeId, day.day)} tabindex="-1" title=${dayText(day)}>
        ${figures === null ? html`<${Unknown} day=${day} shown=${shown} />` : figureText(shown, figures[shown])}
      </a>
    </td>
  `;
}

const Unknown = ({ day: { why, soFar }, shown }: Pick<DayCellProps, 'day' | 'shown'>): View =>
  soFar === null
    ? html`<span class="why">${WHY[why ?? 'not-complete']}</span>`
    : html`<span class="why">so far <span class="so-far">${figureText(shown, soFar[shown])}</span></span>`;

const BAR = 32;

/** A day as a bar, hatched where it is not known. */
export function DayBar({ employeeId, day, shown, most }: DayCellProps): View {
  const begins = isMonday(day.day) ? 'day-cell week-begins' : 'day-cell';
  if (day.why === 'to-come') return html`<td class=${begins}><span class="visually-hidden">to come</span></td>`;
  const figures = knownFigures(day);
  const value = (figures ?? day.soFar)?.[shown] ?? 0;
  const height = most === 0 ? 0 : Math.round((value / most) * BAR * 10) / 10;
  return html`
    <td class=${begins}>
      <a href=${dayHref(employeeId, day.day)} tabindex="-1" title=${dayText(day)}>
        <svg width="100%" height=${BAR + 2} aria-hidden="true">
          ${figures === null ? html`<rect class="month-unknown" x="15%" width="70%" height=${BAR} rx="2" />` : null}
          ${
            height === 0
              ? null
              : html`<rect
                  class=${figures === null ? 'month-bar month-bar-open' : 'month-bar'}
                  x="15%"
                  width="70%"
                  y=${BAR - height}
                  height=${height}
                  rx="2"
                />`
          }
          <rect class="month-ground" x="15%" width="70%" y=${BAR} height="2" />
        </svg>
      </a>
    </td>
  `;
}
