import { counted } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Card, Empty } from '../shared/parts.js';
import { phoneUserDetail } from '../shared/words.js';
import { MappingRow } from './mapping-row.js';
import { SETTINGS_PATH, settingsHref, type MappingFilter } from './model.js';
import type { LiveProps } from './parts-props.js';

const FILTERS: readonly (readonly [MappingFilter, string])[] = [
  ['all', 'Everybody'],
  ['unmatched', 'Unmatched'],
  ['manual', 'Chosen by hand'],
];

/** Who is who: employees and the lines they were matched to. */
export function MappingCard(props: LiveProps): View {
  const { system, model, ui, actions } = props;
  const again = html`
    <button type="button" class="quiet needs-script" disabled=${ui.busy} onClick=${actions.matchAgain}>
      Match again
    </button>
  `;
  return html`
    <${Card} id="people" title="People" aside=${again}>
      <p>
        Employees are matched to people in ${system.displayName} by e-mail, then by number. What you choose by hand is
        kept.
      </p>
      <${Finder} ...${props} />
      ${
        model.mappings === null || model.mappings.items.length === 0
          ? html`<${NobodyFound} ...${props} />`
          : html`<${Table} ...${props} />`
      }
      <${Unmatched} ...${props} />
    <//>
  `;
}

function Finder({ model, actions, system }: LiveProps): View {
  const { filter, search } = model.mappingQuery;
  const read = (form: HTMLFormElement) => {
    const data = new FormData(form);
    const wanted = FILTERS.find(([key]) => key === data.get('filter'))?.[0] ?? 'all';
    actions.find({ filter: wanted, search: String(data.get('search') ?? '').trim(), page: null });
  };
  return html`
    <form
      class="finder"
      method="get"
      action=${SETTINGS_PATH}
      role="search"
      aria-label="People"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        read(event.currentTarget as HTMLFormElement);
      }}
    >
      <input type="hidden" name="system" value=${system.key} />
      <div class="field">
        <label for="people-search">Search</label>
        <input
          id="people-search"
          name="search"
          type="search"
          placeholder="Name, e-mail or number"
          defaultValue=${search}
        />
      </div>
      <div class="field">
        <label for="people-filter">Show</label>
        <select
          id="people-filter"
          name="filter"
          onChange=${(event: Event) => {
            const { form } = event.currentTarget as HTMLSelectElement;
            if (form !== null) read(form);
          }}
        >
          ${FILTERS.map(
            ([key, words]) => html`<option key=${key} value=${key} selected=${key === filter}>${words}</option>`,
          )}
        </select>
      </div>
      <button type="submit">Find</button>
    </form>
  `;
}

function NobodyFound({ model }: LiveProps): View {
  const { filter, search } = model.mappingQuery;
  if (search !== '') return html`<${Empty} title=${`Nobody fits “${search}”.`} />`;
  if (filter === 'unmatched') return html`<${Empty} title="Everybody is matched." />`;
  if (filter === 'manual') return html`<${Empty} title="Nobody was chosen by hand." />`;
  return html`<${Empty} title="Nobody is listed yet."><p>People appear with the first fetch.</p><//>`;
}

function Table(props: LiveProps): View {
  const { model, system } = props;
  const { items = [], nextPage = null } = model.mappings ?? {};
  const { mappingQuery: query } = model;
  const to = (page: string | null) => (event: Event) => {
    event.preventDefault();
    props.actions.find({ ...query, page });
  };
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Employees and their matches">
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
          ${items.map((mapping) => html`<${MappingRow} key=${mapping.employee.id} ...${props} mapping=${mapping} />`)}
        </tbody>
      </table>
    </div>
    ${
      nextPage === null && query.page === null
        ? null
        : html`
            <nav class="pager" aria-label="Pages of people">
              ${
                query.page === null
                  ? null
                  : html`<a
                      class="button"
                      href=${settingsHref(system.key, { ...query, page: null })}
                      onClick=${to(null)}
                      >First page</a
                    >`
              }
              ${
                nextPage === null
                  ? null
                  : html`
                      <a
                        class="button"
                        href=${settingsHref(system.key, { ...query, page: String(nextPage) })}
                        onClick=${to(String(nextPage))}
                        >Next page</a
                      >
                    `
              }
            </nav>
          `
    }
  `;
}

function Unmatched({ model, system }: LiveProps): View | null {
  const users = model.mappings?.unmatchedPhoneUsers ?? [];
  if (users.length === 0) return null;
  return html`
    <details>
      <summary>${counted(users.length, 'line', 'lines')} in ${system.displayName} that nobody has</summary>
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
