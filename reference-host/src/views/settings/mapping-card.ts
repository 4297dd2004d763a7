import { amount, counted } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { isPlainClick } from '../shared/plain-click.js';
import { Card, Empty } from '../shared/parts.js';
import { phoneUserDetail } from '../shared/words.js';
import { MappingFile } from './mapping-file.js';
import { Filters, Finder } from './mapping-finder.js';
import { MappingRow } from './mapping-row.js';
import { PEOPLE_A_PAGE, settingsHref } from './model.js';
import type { LiveProps } from './parts-props.js';

/** Who is who: employees and the lines they were matched to. */
export function MappingCard(props: LiveProps): View {
  const { system, model, ui, actions } = props;
  const again = html`
    <button type="button" class="quiet needs-script" aria-disabled=${ui.busy} onClick=${actions.matchAgain}>
      Match again
    </button>
  `;
  return html`
    <${Card} id="people" title="People" aside=${again}>
      <p>
        Employees are matched to people in ${system.displayName} by e-mail, then by number. What you choose by hand is
        kept.
      </p>
      <${Filters} ...${props} />
      <${Finder} ...${props} />
      ${
        model.mappings === null || model.mappings.items.length === 0
          ? html`<${NobodyFound} ...${props} />`
          : html`<${Table} ...${props} />`
      }
      <${Pager} ...${props} />
      <${Unmatched} ...${props} />
      <${MappingFile} ...${props} />
    <//>
  `;
}

function NobodyFound({ model, system, live }: LiveProps): View {
  const { filter, search, page } = model.mappingQuery;
  const back = html`<p><a href=${settingsHref(system.key)}>Show everybody</a></p>`;
  if (search !== '') return html`<${Empty} title=${`No employee fits “${search}”.`}>${back}<//>`;
  if (page > 1) return html`<${Empty} title="There are no more employees.">${back}<//>`;
  if (filter === 'unmatched') return html`<${Empty} title="Everybody is matched." />`;
  if (filter === 'ambiguous') return html`<${Empty} title="There is nobody whom several lines fit." />`;
  if (filter === 'manual') return html`<${Empty} title="Nobody was chosen by hand." />`;
  if (filter === 'auto') return html`<${Empty} title="Nobody was matched automatically." />`;
  if (live.lastFetchAt !== null) {
    return html`<${Empty} title="This site knows no employees of yours."
      ><p>The people who run it can add them.</p><//
    >`;
  }
  return html`<${Empty} title="Nobody is listed yet."><p>People appear with the first fetch.</p><//>`;
}

function Table(props: LiveProps): View {
  const { model, system } = props;
  return html`
    <div class="scroll" id="people-list" tabindex="0" role="region" aria-label="Employees and their matches">
      <table class="people stacked">
        <caption class="visually-hidden">
          Employees and whom they were matched to
        </caption>
        <thead>
          <tr>
            <th scope="col">Employee</th>
            <th scope="col">${system.displayName}</th>
            <th scope="col">Match</th>
            <th scope="col"><span class="visually-hidden">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          ${(model.mappings?.items ?? []).map(
            (mapping) => html`<${MappingRow} key=${mapping.employee.id} ...${props} mapping=${mapping} />`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function Pager({ model, system, actions }: LiveProps): View | null {
  const { mappings, mappingQuery: query } = model;
  const employees = mappings?.found.employees ?? 0;
  const isFull = mappings !== null && mappings.items.length === PEOPLE_A_PAGE && mappings.nextPage !== null;
  // Where others no longer fit meanwhile, there may be more than their number says.
  const hasMore = query.page * PEOPLE_A_PAGE < employees || (query.after !== null && isFull);
  const pages = Math.max(Math.ceil(employees / PEOPLE_A_PAGE), query.page + (hasMore ? 1 : 0));
  if (pages <= 1 && query.page === 1) return null;
  const link = (page: number, words: string, after: string | null) => {
    const goal = { ...query, page, after };
    return html`
      <a
        class="button"
        href=${settingsHref(system.key, goal)}
        onClick=${(event: MouseEvent) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          actions.find(goal);
        }}
        >${words}</a
      >
    `;
  };
  return html`
    <nav class="pager" aria-label="Pages of people">
      ${query.page > 1 ? link(query.page - 1, 'Previous page', null) : null}
      <span class="hint">Page ${amount(query.page)} of ${amount(pages)}</span>
      ${hasMore ? link(query.page + 1, 'Next page', mappings?.nextAfter ?? null) : null}
    </nav>
  `;
}

/** The lines that nobody has; a search for people searches them as well. */
function Unmatched({ model, system }: LiveProps): View | null {
  const { mappings, mappingQuery } = model;
  if (mappings === null || mappings.summary.unmatchedPhoneUsers === 0) return null;
  const users = mappings.unmatchedPhoneUsers;
  const { phoneUsers: found } = mappings.found;
  return html`
    <details class="nobodys">
      <summary>
        ${counted(mappings.summary.unmatchedPhoneUsers, 'line')} in ${system.displayName} that nobody has
      </summary>
      ${
        users.length === found && mappingQuery.search === ''
          ? null
          : html`
              <p class="hint">
                ${mappingQuery.search === '' ? `${amount(users.length)} of them are shown; search for the others.` : `${amount(found)} of them ${found === 1 ? 'fits' : 'fit'} “${mappingQuery.search}”.`}
              </p>
            `
      }
      <ul class="lines">
        ${users.map(
          (user) => html`
            <li key=${user.externalId}>
              <bdi>${user.displayName}</bdi> <span class="hint">${phoneUserDetail(user)}</span>
            </li>
          `,
        )}
      </ul>
    </details>
  `;
}
