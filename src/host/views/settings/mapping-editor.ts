import { useState } from 'preact/hooks';
import { html, type View } from '../shared/html.js';
import { isolated } from '../shared/isolated.js';
import type { RowProps } from './mapping-row.js';
import type { PickerOption } from './model.js';
import { PhoneUserPicker } from './phone-user-picker.js';

/** Changing one employee's match: what is chosen is saved at once, unless a day has to be given with it. */
export function MappingEditor(props: RowProps): View {
  const { mapping, ui, actions, system } = props;
  const [passing, setPassing] = useState<PickerOption | null>(null);
  const { employee, source } = mapping;
  const refused = ui.matchProblem?.employeeId === employee.id ? ui.matchProblem : null;

  const choose = (option: PickerOption): void => {
    setPassing(option);
    if (option.holder === null) save(option, null);
  };
  const save = ({ phoneUser: { externalId, displayName } }: PickerOption, from: string | null): void =>
    actions.choose(mapping, { kind: 'phoneUser', externalId, displayName, from });
  const asksForDay = passing !== null && (passing.holder !== null || refused?.code === 'phone_user_taken');

  return html`
    <div
      class="row-editor"
      role="group"
      aria-label=${`The match of ${employee.name}`}
      onKeyDown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape' && !event.defaultPrevented) actions.edit(null);
      }}
    >
      ${
        asksForDay && passing !== null
          ? html`<${PassingDay} ...${props} option=${passing} save=${save} back=${() => setPassing(null)} />`
          : html`
              <${PhoneUserPicker}
                label=${`Who is ${isolated(employee.name)} in ${system.displayName}?`}
                busy=${ui.busy}
                seek=${(text: string) => actions.seek(mapping, text)}
                choose=${choose}
              />
              <div class="row-editor-buttons">
                <button
                  type="button"
                  aria-disabled=${ui.busy}
                  onClick=${() => actions.choose(mapping, { kind: 'none', from: null })}
                >
                  None, has no line
                </button>
                ${
                  source === 'manual'
                    ? html`
                        <button
                          type="button"
                          aria-disabled=${ui.busy}
                          onClick=${() => actions.choose(mapping, { kind: 'automatic' })}
                        >
                          Match automatically
                        </button>
                      `
                    : null
                }
                <button type="button" class="quiet" onClick=${() => actions.edit(null)}>Cancel</button>
              </div>
            `
      }
      ${refused === null ? null : html`<p class="field-problem" role="alert" id="match-problem">${refused.message}</p>`}
    </div>
  `;
}

interface PassingProps extends RowProps {
  readonly option: PickerOption;
  readonly save: (option: PickerOption, from: string | null) => void;
  readonly back: () => void;
}

/** From which day a line is somebody else's: who had it keeps the days before. */
function PassingDay({ mapping, model, ui, option, save, back }: PassingProps): View {
  const [from, setFrom] = useState(model.today);
  const { name } = mapping.employee;
  const focus = (input: HTMLInputElement | null): void => {
    if (input !== null && !input.dataset['met']) {
      input.dataset['met'] = 'true';
      input.focus();
    }
  };
  return html`
    <form
      class="passing"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        save(option, from);
      }}
    >
      ${
        option.holder === null
          ? null
          : html`<p>
              The line “<bdi>${option.phoneUser.displayName}</bdi>” belongs to <bdi>${option.holder.name}</bdi>, who
              keeps the days before.
            </p>`
      }
      <label for="from-day">From which day is it <bdi>${name}</bdi>’s?</label>
      <div class="row-editor-buttons">
        <input
          id="from-day"
          type="date"
          required
          ref=${focus}
          value=${from}
          aria-describedby=${ui.matchProblem === null ? undefined : 'match-problem'}
          onInput=${(event: Event) => setFrom((event.currentTarget as HTMLInputElement).value)}
        />
        <button type="submit" class="primary" aria-disabled=${ui.busy}>Save</button>
        <button type="button" class="quiet" onClick=${back}>Choose somebody else</button>
      </div>
    </form>
  `;
}
