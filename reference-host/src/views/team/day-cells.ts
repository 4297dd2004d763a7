import { dayHref } from '../day/model.js';
import { shortDay } from '../shared/format.js';
import { DayBar } from '../shared/day-bar.js';
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

/** A day with its figure; one that is not known says why. */
export function DayFigure({ employeeId, day, shown }: DayCellProps): View {
  const [weekday] = shortDay(day.day).split(',');
  if (day.why === 'to-come') {
    return html`<td class="day-cell" data-day=${weekday}><span class="visually-hidden">to come</span></td>`;
  }
  const figures = knownFigures(day);
  return html`
    <td class=${figures === null ? 'day-cell day-unknown' : 'day-cell'} data-day=${weekday}>
      <a href=${dayHref(employeeId, day.day)} title=${dayText(day)}>
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

/** A day as a bar, which is narrower than a stop of the Tab key may be: a week's figures are stops, without a script. */
export function DayBarCell({ employeeId, day, shown, most }: DayCellProps): View {
  const begins = isMonday(day.day) ? 'day-cell week-begins' : 'day-cell';
  if (day.why === 'to-come') return html`<td class=${begins}><span class="visually-hidden">to come</span></td>`;
  const figures = knownFigures(day);
  const value = (figures ?? day.soFar)?.[shown] ?? 0;
  return html`
    <td class=${begins}>
      <a href=${dayHref(employeeId, day.day)} tabindex="-1" title=${dayText(day)}>
        <${DayBar}
          tall=${BAR}
          share=${most === 0 ? 0 : value / most}
          isOpen=${figures === null}
          isUnknown=${figures === null}
        />
      </a>
    </td>
  `;
}
