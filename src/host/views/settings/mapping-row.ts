import { useEffect, useRef, useState } from 'preact/hooks';
import { html, type View } from '../shared/html.js';
import { Badge, type Tone } from '../shared/parts.js';
import type { SurfaceCandidate, SurfaceMapping, SurfacePhoneUser } from '../shared/surface.js';
import { phoneUserDetail } from '../shared/words.js';
import type { MappingChoice } from './model.js';
import type { LiveProps } from './parts-props.js';

export type RowProps = LiveProps & { readonly mapping: SurfaceMapping };

/** One employee: who they were matched to, on what, and the way to change it. */
export function MappingRow(props: RowProps): View {
  const { mapping, model, ui, actions } = props;
  const { employee, phoneUser } = mapping;
  const editing = ui.editing === employee.id;
  const change = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) change.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const { tone, words } = matchWords(mapping);
  return html`
    <tr>
      <th scope="row">
        <a href=${`/employees/${encodeURIComponent(employee.id)}/days/${model.today}`}><bdi>${employee.name}</bdi></a>
        <span class="cell-note">${[...employee.emails, ...employee.phones].join(', ')}</span>
      </th>
      ${
        editing
          ? html`<td colspan="3"><${Editor} ...${props} /></td>`
          : html`
              <td>
                ${
                  phoneUser === null
                    ? html`<span class="hint">${mapping.source === 'manual' ? 'None' : 'Nobody yet'}</span>`
                    : html`<bdi>${phoneUser.displayName}</bdi
                        ><span class="cell-note">${phoneUserDetail(phoneUser)}</span>`
                }
              </td>
              <td><${Badge} tone=${tone}>${words}<//></td>
              <td class="row-action">
                <button
                  type="button"
                  class="quiet needs-script"
                  ref=${change}
                  disabled=${ui.busy}
                  onClick=${() => actions.edit(employee.id)}
                >
                  Change<span class="visually-hidden"> the match of ${employee.name}</span>
                </button>
              </td>
            `
      }
    </tr>
  `;
}

/** How a match came about, in a person's words. */
export function matchWords({ source, matchedOn, phoneUser, candidates }: SurfaceMapping): {
  tone: Tone;
  words: string;
} {
  if (source === 'manual')
    return { tone: 'calm', words: phoneUser === null ? 'None, chosen by hand' : 'Chosen by hand' };
  if (source === 'auto') return { tone: 'good', words: matchedOn === 'phone' ? 'Same number' : 'Same e-mail' };
  return { tone: 'bad', words: candidates.length > 1 ? 'Several fit' : 'Unmatched' };
}

function optionWords(user: SurfacePhoneUser | SurfaceCandidate): string {
  const taken = 'takenBy' in user && user.takenBy !== null ? `is ${user.takenBy.name}` : '';
  return [user.displayName, phoneUserDetail(user), taken].filter((part) => part !== '').join(' · ');
}

const AUTOMATIC = 'automatic';
const NONE = 'none';
const USER = 'user:';

function Editor({ mapping, model, actions, system }: RowProps): View {
  const select = useRef<HTMLSelectElement>(null);
  const [value, setValue] = useState(currentValue(mapping));
  useEffect(() => select.current?.focus(), []);
  const { employee, phoneUser, candidates } = mapping;
  const suggested = unique([...(phoneUser === null ? [] : [phoneUser]), ...candidates]);
  const known = new Set(suggested.map(({ externalId }) => externalId));
  const others = (model.mappings?.unmatchedPhoneUsers ?? []).filter(({ externalId }) => !known.has(externalId));
  const option = (user: SurfacePhoneUser | SurfaceCandidate) => html`
    <option key=${user.externalId} value=${USER + user.externalId}>${optionWords(user)}</option>
  `;
  const save = (event: Event) => {
    event.preventDefault();
    actions.choose(mapping, choiceOf(value));
  };
  return html`
    <form
      class="row-editor"
      onSubmit=${save}
      onKeyDown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') actions.edit(null);
      }}
    >
      <label class="visually-hidden" for="match">${`Who is ${employee.name} in ${system.displayName}?`}</label>
      <select
        id="match"
        ref=${select}
        value=${value}
        onChange=${(event: Event) => setValue((event.currentTarget as HTMLSelectElement).value)}
      >
        <option value=${AUTOMATIC}>Match automatically</option>
        <option value=${NONE}>None: has no line</option>
        ${suggested.length === 0 ? null : html`<optgroup label="Fits">${suggested.map(option)}</optgroup>`}
        ${others.length === 0 ? null : html`<optgroup label="Lines that nobody has">${others.map(option)}</optgroup>`}
      </select>
      <button type="submit" class="primary">Save</button>
      <button type="button" onClick=${() => actions.edit(null)}>Cancel</button>
    </form>
  `;
}

function currentValue({ source, phoneUser }: SurfaceMapping): string {
  if (source !== 'manual') return AUTOMATIC;
  return phoneUser === null ? NONE : USER + phoneUser.externalId;
}

function choiceOf(value: string): MappingChoice {
  if (value === AUTOMATIC || value === NONE) return { kind: value };
  return { kind: 'phoneUser', externalId: value.slice(USER.length) };
}

const unique = (users: readonly SurfacePhoneUser[]): SurfacePhoneUser[] => [
  ...new Map(users.map((user) => [user.externalId, user])).values(),
];
