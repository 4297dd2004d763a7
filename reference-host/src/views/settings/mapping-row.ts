import { useEffect, useRef } from 'preact/hooks';
import { dayHref } from '../day/model.js';
import { longDay } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Badge, Name, type Tone } from '../shared/parts.js';
import type { SurfaceMapping } from '../shared/surface.js';
import { phoneUserDetail } from '../shared/words.js';
import { MappingEditor } from './mapping-editor.js';
import { plansOf } from './mapping-past.js';
import type { LiveProps } from './parts-props.js';

export type RowProps = LiveProps & { readonly mapping: SurfaceMapping };

/** One employee: who they were matched to, on what, and the way to change it. */
export function MappingRow(props: RowProps): View {
  const { mapping, model, system, ui, actions } = props;
  const { employee, phoneUser, source, notStored } = mapping;
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
        <a href=${dayHref(employee.id, model.today)}><${Name} of=${employee.name} /></a>
        <span class="cell-note"><bdi>${[...employee.emails, ...employee.phones].join(', ')}</bdi></span>
      </th>
      ${
        editing
          ? html`<td colspan="3"><${MappingEditor} ...${props} /></td>`
          : html`
              <td>
                ${
                  phoneUser === null
                    ? html`<span class="hint">${nobodyWords(mapping)}</span>`
                    : html`<${Name} of=${phoneUser.displayName} />
                        <span class="cell-note"><bdi>${phoneUserDetail(phoneUser)}</bdi></span>`
                }
                ${
                  phoneUser?.departed
                    ? html`<span class="cell-note">
                        ${system.displayName} no longer lists this line, so no new calls
                        come.${mapping.source === 'manual' ? ' Choose another one, or “None”.' : ''}
                      </span>`
                    : null
                }
                <${Passing} ...${mapping} />
                ${notStored === null ? null : html`<span class="cell-note">${notStoredWords(notStored)}</span>`}
                ${plansOf(mapping).map(
                  (plan) =>
                    html`<span class="cell-note" key=${plan.from}>
                      From ${longDay(plan.from)}: <bdi>${plan.phoneUser?.displayName ?? 'None'}</bdi>
                    </span>`,
                )}
              </td>
              <td>
                <${Badge} tone=${tone}>${words}<//>
                ${notStored === null || source === 'none' ? null : html`<${Badge} tone="calm">${TAKES_NO_PART}<//>`}
              </td>
              <td class="row-action">
                <button
                  type="button"
                  class="quiet needs-script"
                  ref=${change}
                  data-employee=${employee.id}
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

/** Until when somebody has their line, where it does not stay theirs. What follows for themselves is told beside it. */
const Passing = ({ phoneUser, until, successor, planned }: SurfaceMapping): View | null => {
  if (phoneUser === null || until === null || (successor === null && planned?.from === until)) return null;
  const then = successor === null ? 'nobody' : html`<bdi>${successor.name}</bdi>`;
  return html`<span class="cell-note">Until ${longDay(until)}, then ${then}</span>`;
};

const nobodyWords = ({ source, notStored }: SurfaceMapping): string => {
  if (source === 'manual') return 'None';
  return notStored === null ? 'Nobody yet' : 'Nobody';
};

const TAKES_NO_PART = 'Takes no part';

/** Since when calls of somebody are not stored, and until when. */
export function notStoredWords({ since, until }: NonNullable<SurfaceMapping['notStored']>): string {
  if (since !== null) return `No calls are stored from ${longDay(since)} on.`;
  return until === null ? 'No calls are stored.' : `No calls are stored before ${longDay(until)}.`;
}

/** How a match came about, in a person's words. */
export function matchWords({ source, matchedOn, phoneUser, candidates, notStored }: SurfaceMapping): {
  tone: Tone;
  words: string;
} {
  if (source === 'manual' && phoneUser?.departed) return { tone: 'bad', words: 'Line is gone' };
  if (source === 'manual')
    return { tone: 'calm', words: phoneUser === null ? 'None, chosen by hand' : 'Chosen by hand' };
  if (source === 'auto') return { tone: 'good', words: matchedOn === 'phone' ? 'Same number' : 'Same e-mail' };
  if (notStored !== null) return { tone: 'calm', words: TAKES_NO_PART };
  return { tone: 'busy', words: candidates.length > 1 ? 'Several fit' : 'Unmatched' };
}
