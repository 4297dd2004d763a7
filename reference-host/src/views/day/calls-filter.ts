import { amount } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { isPlainClick } from '../shared/plain-click.js';
import { CALLS_AT_ONCE, type DayShow, shownCalls } from './calls-shown.js';
import { dayHref, type DayProps } from './model.js';

const SHOWS: readonly (readonly [DayShow, string])[] = [
  ['all', 'All'],
  ['counted', 'Counted'],
  ['not-counted', 'Not counted'],
  ['flagged', 'Flagged'],
  ['missed', 'Missed'],
];

/** Which calls of a long day to list, each with how many there are; links, so that they work before any script has run. */
export function CallsFilter({ model, actions }: DayProps): View | null {
  const { day, show } = model;
  if (day.inputs.length <= CALLS_AT_ONCE && show === 'all') return null;
  return html`
    <nav class="filters" aria-label="Show calls">
      <ul>
        ${SHOWS.map(
          ([one, words]) => html`
            <li key=${one}>
              <a
                href=${dayHref(day.employeeId, day.day, one)}
                aria-current=${one === show ? 'true' : undefined}
                onClick=${(event: MouseEvent) => {
                  if (!isPlainClick(event)) return;
                  event.preventDefault();
                  actions.show(one);
                }}
                >${words} <span class="count">${amount(shownCalls(day.inputs, one).length)}</span></a
              >
            </li>
          `,
        )}
      </ul>
    </nav>
  `;
}
