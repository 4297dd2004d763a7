import { useEffect, useRef } from 'preact/hooks';
import { amount, counted } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { isPlainClick } from '../shared/plain-click.js';
import type { SurfaceMappings } from '../shared/surface.js';
import { type MappingFilter, PEOPLE_A_PAGE, SETTINGS_PATH, settingsHref } from './model.js';
import type { LiveProps } from './parts-props.js';

type Summary = SurfaceMappings['summary'];

const FILTERS: readonly (readonly [MappingFilter, string, (summary: Summary) => number])[] = [
  ['all', 'Everybody', ({ employees }) => employees],
  ['unmatched', 'Unmatched', ({ unmatched }) => unmatched],
  ['ambiguous', 'Several fit', ({ ambiguous }) => ambiguous],
  ['auto', 'Automatic', ({ auto }) => auto],
  ['manual', 'By hand', ({ manual }) => manual],
];

/** Which employees to show, each with how many there are. */
export function Filters({ model, system, actions }: LiveProps): View | null {
  const { mappings, mappingQuery: query } = model;
  if (mappings === null) return null;
  return html`
    <nav class="filters" aria-label="Show people">
      <ul>
        ${FILTERS.map(([filter, words, count]) => {
          const goal = { ...query, filter, page: 1, after: null };
          return html`
            <li key=${filter}>
              <a
                href=${settingsHref(system.key, goal)}
                aria-current=${filter === query.filter ? 'true' : undefined}
                onClick=${(event: MouseEvent) => {
                  if (!isPlainClick(event)) return;
                  event.preventDefault();
                  actions.find(goal);
                }}
                >${words} <span class="count">${amount(count(mappings.summary))}</span></a
              >
            </li>
          `;
        })}
      </ul>
    </nav>
  `;
}

const REST_MS = 250;

/** Searching by a part of a name, an address or a number; with a script, while one types. */
export function Finder({ model, actions, system }: LiveProps): View {
  const { mappings, mappingQuery: query } = model;
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  const field = useRef<HTMLInputElement>(null);
  const sought = useRef(query.search);
  // Where something else than typing here changed the search, as Back does, the field says so.
  useEffect(() => {
    if (field.current !== null && query.search !== sought.current) field.current.value = query.search;
    sought.current = query.search;
  }, [query.search]);
  const find = (text: string) => {
    clearTimeout(rest.current);
    sought.current = text.trim();
    if (text.trim() !== query.search) actions.find({ ...query, search: text.trim(), page: 1, after: null });
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
        find(String(new FormData(event.currentTarget as HTMLFormElement).get('search') ?? ''));
      }}
    >
      <input type="hidden" name="system" value=${system.key} />
      ${query.filter === 'all' ? null : html`<input type="hidden" name="filter" value=${query.filter} />`}
      <div class="field">
        <label for="people-search">Search people</label>
        <input
          id="people-search"
          ref=${field}
          name="search"
          type="search"
          maxlength="200"
          placeholder="Name, e-mail or number"
          defaultValue=${query.search}
          onInput=${(event: Event) => {
            const { value } = event.currentTarget as HTMLInputElement;
            clearTimeout(rest.current);
            rest.current = setTimeout(() => find(value), REST_MS);
          }}
        />
      </div>
      <button type="submit" class="without-script">Find</button>
      <p class="hint finder-count" role="status">${shownWords(mappings, query.page)}</p>
    </form>
  `;
}

/** `51–100 of 2,020 employees`, or how many there are where one page holds them. */
function shownWords(mappings: SurfaceMappings | null, page: number): string {
  const employees = mappings?.found.employees ?? 0;
  if (mappings === null || employees === 0) return 'Nobody is shown';
  const all = counted(employees, 'employee');
  if (employees <= PEOPLE_A_PAGE) return all;
  const to = Math.min(employees, page * PEOPLE_A_PAGE);
  return `${amount(to - mappings.items.length + 1)}–${amount(to)} of ${all}`;
}
