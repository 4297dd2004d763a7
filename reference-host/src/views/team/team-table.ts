import { dayHref } from '../day/model.js';
import { amount, counted, shortDay, scoreText } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Name } from '../shared/parts.js';
import type { SurfacePeopleDays, SurfacePersonDays } from '../shared/surface.js';
import { UnknownHatch } from '../shared/unknown-hatch.js';
import { DayBarCell, DayFigure } from './day-cells.js';
import { FIGURES, figureText, knownFigures, toldFigures, unknownReasons } from './figures.js';
import { isWide, type Shown, type TeamModel, teamHref, type TeamQuery } from './model.js';
import { daysOf, isMonday, lastOver } from './span.js';

export const LIST = 'team-list';

/** People and their days, with what these come to. */
export function TeamTable({ model, answer }: { model: TeamModel; answer: SurfacePeopleDays }): View {
  const { query } = model;
  const days = daysOf(query);
  const most = Math.max(0, ...answer.items.flatMap(({ days: own }) => own.map((day) => shownOf(query, day) ?? 0)));
  return html`
    <div class="scroll" id=${LIST} tabindex="0" role="region" aria-label="People and their days">
      <${UnknownHatch} />
      <table class=${`team-table ${isWide(query) ? 'team-bars' : 'team-figures'} team-of-${query.shown}`}>
        <caption class="visually-hidden">
          People and their days; of each day the ${FIGURES[query.shown].toLowerCase()}
        </caption>
        <thead>
          <tr>
            <${Heading} query=${query} sort="name" words="Person" />
            ${days.map((day) => html`<${DayHeading} key=${day} day=${day} narrow=${isWide(query)} />`)}
            ${toldFigures(answer).map((name) => html`<${Heading} key=${name} query=${query} sort=${answer.ranking ? name : null} words=${FIGURES[name]} as=${`number total-${name}`} />`)}
            <${Heading} query=${query} sort="unknown" words="Not known" as="team-unknown" />
            <th scope="col" class="number">Earlier weeks</th>
          </tr>
        </thead>
        <tbody>
          ${answer.items.map((person) => html`<${Row} key=${person.employee.id} model=${model} person=${person} most=${most} />`)}
        </tbody>
        <${Together} model=${model} answer=${answer} />
      </table>
    </div>
  `;
}

const shownOf = ({ shown }: TeamQuery, day: SurfacePersonDays['days'][number]): number | null =>
  (knownFigures(day) ?? day.soFar)?.[shown] ?? null;

/** What those who are listed come to together, where they are as many as a figure of a group must be of. */
function Together({ model: { query }, answer }: { model: TeamModel; answer: SurfacePeopleDays }): View | null {
  const { items, middle } = answer;
  if (items.length < Math.max(2, middle.leastGroup)) return null;
  const known = items.filter(({ total }) => total.knownDays > 0);
  const sum = (name: Shown): number | null => sumOf(known.map(({ total }) => total[name]));
  return html`
    <tfoot>
      <tr>
        <th scope="row">
          Together <span class="cell-note">${counted(items.length, 'person', 'people')}, known days only</span>
        </th>
        <td class="day-cell" colspan=${daysOf(query).length}></td>
        ${toldFigures(answer).map(
          (name) => html`
            <td key=${name} class=${`number total total-${name}`} data-name=${FIGURES[name]}>
              ${known.length === 0 ? html`<${Nothing} words="not known" />` : figureText(name, sum(name))}
            </td>
          `,
        )}
        <td class="team-unknown"></td>
        <td class="team-earlier"></td>
      </tr>
    </tfoot>
  `;
}

/** Null where one of them is not known any more. */
const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((all, value) => (all === null || value === null ? null : all + value), 0);

interface HeadingProps {
  readonly query: TeamQuery;
  /** Null where there is no such order to be had. */
  readonly sort: string | null;
  readonly words: string;
  readonly as?: string;
}

/** A column by which one may sort: names from the first, everything else from the most. */
function Heading({ query, sort, words, as: className }: HeadingProps): View {
  if (sort === null) return html`<th scope="col" class=${className}>${words}</th>`;
  const down = `-${sort}`;
  const isUp = query.sort === sort;
  const isDown = query.sort === down;
  const next = sort === 'name' || isDown ? sort : down;
  return html`
    <th scope="col" class=${className} aria-sort=${isUp ? 'ascending' : isDown ? 'descending' : undefined}>
      <a href=${`${teamHref(query, { sort: next })}#${LIST}`}
        >${words}${isUp || isDown ? html`<span class="sorted" aria-hidden="true">${isUp ? '↑' : '↓'}</span>` : null}</a
      >
    </th>
  `;
}

function DayHeading({ day, narrow }: { day: string; narrow: boolean }): View {
  const [weekday] = shortDay(day).split(',');
  const number = Number(day.slice(8));
  return html`
    <th scope="col" class=${narrow && isMonday(day) ? 'day-cell week-begins' : 'day-cell'} abbr=${shortDay(day)}>
      ${narrow ? html`<span class="visually-hidden">${weekday} </span>${number}` : `${weekday} ${number}`}
    </th>
  `;
}

function Row({ model, person, most }: { model: TeamModel; person: SurfacePersonDays; most: number }): View {
  const { query, today, managerOf } = model;
  const { employee, days, total, earlier } = person;
  const Cell = isWide(query) ? DayBarCell : DayFigure;
  const manager = query.manager === '' ? managerOf[employee.id] : undefined;
  return html`
    <tr>
      <th scope="row">
        <a href=${dayHref(employee.id, lastOver(query, today))}><${Name} of=${employee.name} /></a>
        ${
          manager === undefined
            ? null
            : html`<span class="cell-note"
                >reports to${' '}<a class="place" href=${teamHref(query, { manager: manager.id, search: '' })}
                  ><bdi>${manager.name}</bdi></a
                ></span
              >`
        }
      </th>
      ${days.map((day) => html`<${Cell} key=${day.day} employeeId=${employee.id} day=${day} shown=${query.shown} most=${most} />`)}
      ${toldFigures(model.answer).map(
        (name) => html`
          <td key=${name} class=${`number total total-${name}`} data-name=${FIGURES[name]}>
            ${total.knownDays === 0 ? html`<${Nothing} words="not known" />` : figureText(name, total[name])}
          </td>
        `,
      )}
      <td class="team-unknown" data-name="Not known">
        ${
          total.unknownDays === 0
            ? html`<${Nothing} words="none" />`
            : html`${counted(total.unknownDays, 'day')} <span class="cell-note">${unknownReasons(person)}</span>`
        }
      </td>
      <td class="number team-earlier" data-name="Earlier weeks">
        ${
          earlier === null
            ? html`<${Nothing} words="not known" />`
            : earlier.score === null
              ? figureText('countedSeconds', earlier.countedSeconds)
              : html`${scoreText(earlier.score)}
                  <span class="cell-note">${figureText('countedSeconds', earlier.countedSeconds)}</span>`
        }
      </td>
    </tr>
  `;
}

const Nothing = ({ words }: { words: string }): View => html`
  <span class="hint" aria-hidden="true">–</span><span class="visually-hidden">${words}</span>
`;

/** `1–100 of 5,000 people`, or how many there are where one page holds them. */
export function peopleWords({ found, items: { length }, nextPage }: SurfacePeopleDays, { page }: TeamQuery): string {
  if (length === 0) return 'Nobody is shown';
  const all = counted(found, 'person', 'people');
  if (length === found) return all;
  const last = nextPage === null ? found : length * page;
  return `${amount(last - length + 1)}–${amount(last)} of ${all}`;
}
