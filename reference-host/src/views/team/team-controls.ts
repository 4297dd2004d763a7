import { html, type View } from '../shared/html.js';
import { FIGURES, toldFigures } from './figures.js';
import { TEAM_PATH, type TeamModel, teamHref, type TeamQuery } from './model.js';
import {
  type DaySpan,
  isMonth,
  lastOver,
  lengthOf,
  monthOfDay,
  spanAfter,
  spanBefore,
  spanWords,
  weekOf,
} from './span.js';
import { peopleWords } from './team-table.js';

/** The week or month before and after. */
export function SpanNeighbours({ model: { query, today } }: { model: TeamModel }): View {
  const [before, after] = [spanBefore(query), spanAfter(query)];
  return html`
    <nav class="neighbours" aria-label="Weeks and months">
      <a class="button" rel="prev" href=${teamHref(query, before)}
        ><span aria-hidden="true">←</span> ${spanWords(before)}</a
      >
      ${
        after.from <= today
          ? html`
              <a class="button" rel="next" href=${teamHref(query, after)}
                >${spanWords(after)} <span aria-hidden="true">→</span></a
              >
            `
          : null
      }
    </nav>
  `;
}

/** Whether a week or a month is looked at. */
export function SpanKind({ model: { query, today } }: { model: TeamModel }): View {
  const day = lastOver(query, today);
  const isWeek = lengthOf(query) === 7 && weekOf(query.from).from === query.from;
  return html`
    <nav class="filters" aria-label="How many days">
      <ul>
        <${Choice} query=${query} change=${isWeek ? query : weekOf(day)} words="Week" chosen=${isWeek} />
        <${Choice}
          query=${query}
          change=${isMonth(query) ? query : monthOfDay(day)}
          words="Month"
          chosen=${isMonth(query)}
        />
      </ul>
    </nav>
  `;
}

/** Which figure stands in the days. */
export const ShownFigure = ({ model: { query, answer } }: { model: TeamModel }): View => html`
  <nav class="filters" aria-label="What stands in the days">
    <ul>
      ${toldFigures(answer).map((shown) => html`<${Choice} key=${shown} query=${query} change=${{ shown, page: query.page }} words=${FIGURES[shown]} chosen=${shown === query.shown} />`)}
    </ul>
  </nav>
`;

interface ChoiceProps {
  readonly query: TeamQuery;
  readonly change: Partial<TeamQuery> | DaySpan;
  readonly words: string;
  readonly chosen: boolean;
}

const Choice = ({ query, change, words, chosen }: ChoiceProps): View => html`
  <li><a href=${teamHref(query, change)} aria-current=${chosen ? 'true' : undefined}>${words}</a></li>
`;

/** Searching by a part of a name, an address or a number, and for an administrator by whom people report to. */
export function Finder({ model }: { model: TeamModel }): View {
  const { query, managers, answer } = model;
  // A browser that goes back would write what was typed last beside another list.
  const autocomplete = 'off';
  const kept = { from: query.from, to: query.to, sort: query.sort, show: query.shown };
  return html`
    <form
      class="finder"
      method="get"
      action=${TEAM_PATH}
      role="search"
      aria-label="People"
      autocomplete=${autocomplete}
    >
      ${Object.entries(kept).map(([name, value]) => html`<input key=${name} type="hidden" name=${name} value=${value} />`)}
      <div class="field">
        <label for="team-search">Search people</label>
        <input
          id="team-search"
          name="search"
          type="search"
          maxlength="200"
          placeholder="Name, e-mail or number"
          defaultValue=${query.search}
        />
      </div>
      ${
        managers === null || managers.length === 0
          ? null
          : html`
              <div class="field">
                <label for="team-manager">Reports of</label>
                <select id="team-manager" name="manager">
                  <option value="">Everybody</option>
                  ${managers.map(({ id, name }) => html`<option key=${id} value=${id} selected=${id === query.manager}>${name}</option>`)}
                </select>
              </div>
            `
      }
      <button type="submit">Find</button>
      <p class="hint finder-count" role="status">${answer === null ? '' : peopleWords(answer, query)}</p>
    </form>
  `;
}
