import { Swatch } from '../day/swatch.js';
import { AsOf } from '../shared/as-of.js';
import { amount } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Banner, Empty, Fact } from '../shared/parts.js';
import type { SurfacePeopleDays } from '../shared/surface.js';
import { FIGURES, figureText, toldFigures } from './figures.js';
import { csvHref, isWide, type TeamModel, teamHref, teamSpanHref } from './model.js';
import { firstSpan, spanWords } from './span.js';
import { Finder, ShownFigure, SpanKind, SpanNeighbours } from './team-controls.js';
import { LIST, TeamTable } from './team-table.js';

/** Whose days these are: of a manager, or of everybody. */
export function whoseWords({ managers, query, answer }: TeamModel): string {
  if (managers === null) return 'Your team';
  if (query.manager === '') return 'Everybody';
  const name = answer?.manager?.name ?? managers.find(({ id }) => id === query.manager)?.name;
  return name === undefined ? 'A team' : `The team of ${name}`;
}

/** A team's days: people, what each day came to, and what they come to together. */
export function TeamPage({ model }: { model: TeamModel }): View {
  const { query, answer, refused } = model;
  return html`
    <div class="team-page">
      <div class="day-head">
        <div>
          <p class="eyebrow"><bdi>${whoseWords(model)}</bdi></p>
          <h1>${spanWords(query)}</h1>
        </div>
        <${SpanNeighbours} model=${model} />
      </div>
      ${refused === null ? null : html`<${Refused} model=${model} words=${refused} />`}
      ${answer === null ? null : html`<${Middle} answer=${answer} />`}
      <div class="team-choices">
        <${SpanKind} model=${model} />
        <${ShownFigure} model=${model} />
      </div>
      <${Finder} model=${model} />
      ${answer === null ? null : html`<${People} model=${model} answer=${answer} />`}
    </div>
  `;
}

const Refused = ({ model, words }: { model: TeamModel; words: string }): View => html`
  <${Banner} tone="bad" title="This cannot be shown.">
    <p>${words}</p>
    <p><a href=${teamSpanHref(firstSpan(model.today))}>Show the last week by name</a></p>
  <//>
`;

function People({ model, answer }: { model: TeamModel; answer: SurfacePeopleDays }): View {
  const { query } = model;
  if (answer.items.length === 0) return html`<${NobodyListed} model=${model} />`;
  return html`
    <${NobodyMatched} model=${model} answer=${answer} />
    <section class="card" aria-label="People">
      <${TeamTable} model=${model} answer=${answer} />
      <p class="hint team-keys needs-script" id="team-keys">From a person’s name, arrow keys lead from day to day.</p>
      <${Pager} model=${model} answer=${answer} />
      <${Legend} model=${model} answer=${answer} />
      <p class="no-print"><a href=${csvHref(query)} download>Download as CSV</a></p>
    </section>
  `;
}

/** Of the whole team, whatever is sought. */
function Middle({ answer }: { answer: SurfacePeopleDays }): View | null {
  const { figures, why, people, days, leastGroup } = answer.middle;
  if (why === 'too-many') {
    return html`<p class="hint">
      The median is not counted for so many people and days; choose a week, or one manager.
    </p>`;
  }
  if (figures === null) {
    return html`
      <p class="hint">
        The team median is shown for at least ${amount(leastGroup)} people whose same days are
        known${people === 0 ? '' : `; here there are ${amount(people)}`}.
      </p>
    `;
  }
  return html`
    <section class="team-middle" aria-labelledby="middle-title">
      <h2 id="middle-title">Team median</h2>
      <dl class="figures">
        ${toldFigures(answer).map((name) => html`<${Fact} key=${name} term=${FIGURES[name]}>${figureText(name, figures[name])}<//>`)}
      </dl>
      <p class="hint">
        Half of ${amount(people)} people came to more and half to less,
        ${days === 1 ? ' on the one day that is' : ` on the ${amount(days)} days that are`} known of most of them.
      </p>
    </section>
  `;
}

/** That a figure says nothing has its reason in how people are matched. */
function NobodyMatched({ model, answer }: { model: TeamModel; answer: SurfacePeopleDays }): View | null {
  const past = answer.items.flatMap(({ days }) => days.filter(({ why }) => why !== 'to-come'));
  if (past.length === 0 || past.some(({ why }) => why !== 'not-mapped')) return null;
  return html`
    <${Banner} tone="calm" title="Nobody here has a phone line on these days.">
      <p>
        Calls count as soon as
        ${model.managers === null ? 'an administrator connects the phone system and matches people' : 'the phone system is connected and people are matched'}.
      </p>
    <//>
  `;
}

function NobodyListed({ model }: { model: TeamModel }): View {
  const { query, managers, ownId } = model;
  if (query.search !== '') {
    return html`<${Empty} title=${`Nobody here fits “${query.search}”.`}
      ><p><a href=${teamHref(query, { search: '' })}>Show all</a></p><//
    >`;
  }
  if (query.page > 1) {
    return html`<${Empty} title="There is nobody on this page."
      ><p><a href=${teamHref(query)}>Go to the first</a></p><//
    >`;
  }
  if (managers !== null && query.manager !== '') {
    return html`<${Empty} title="Nobody reports to this person."
      ><p><a href=${teamHref(query, { manager: '' })}>Show everybody</a></p><//
    >`;
  }
  if (managers !== null) return html`<${Empty} title="Nobody works here, as far as this site knows." />`;
  return html`
    <${Empty} title="Nobody reports to you.">
      <p>
        This page shows the days of those who do.
        <a href=${`/employees/${encodeURIComponent(ownId)}/days/${model.today}`}>Go to your own day</a>
      </p>
    <//>
  `;
}

function Pager({ model: { query }, answer }: { model: TeamModel; answer: SurfacePeopleDays }): View | null {
  const { nextPage } = answer;
  if (nextPage === null && query.page === 1) return null;
  const link = (page: number, words: string) =>
    html`<a class="button" href=${`${teamHref(query, { page })}#${LIST}`}>${words}</a>`;
  return html`
    <nav class="pager" aria-label="Pages of people">
      ${query.page > 1 ? link(query.page - 1, 'Previous page') : null}
      <span class="hint">Page ${amount(query.page)}</span>
      ${nextPage === null ? null : link(nextPage, 'Next page')}
    </nav>
  `;
}

/** What stands for what, and from when all of it is. */
const Legend = ({ model: { query }, answer }: { model: TeamModel; answer: SurfacePeopleDays }): View => html`
  <p class="hint">
    <${Swatch} of="month-unknown" words="not known" />: such a day is in no total.
    ${isWide(query) ? ` A bar is a day’s ${query.shown === 'missed' ? 'missed calls' : FIGURES[query.shown].toLowerCase()}; point at it for all of its figures.` : ''}
  </p>
  <p class="hint">
    Earlier weeks: what the same known days come to by the person’s own four weeks before
    (${answer.explain === 'minutes' ? 'counted time' : 'score, counted time'}).
    ${answer.ranking ? '' : ' People are not put in the order of their figures: your company has not chosen that.'}
  </p>
  <p class="hint"><${AsOf} at=${answer.readAt} timeZone=${answer.timeZone} />.</p>
`;
