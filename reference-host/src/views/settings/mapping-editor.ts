import { useState } from 'preact/hooks';
import { html, type View } from '../shared/html.js';
import { isolated } from '../shared/isolated.js';
import { hasPast, pastWords } from './mapping-past.js';
import type { RowProps } from './mapping-row.js';
import type { MappingChoice, PickerOption } from './model.js';
import { PhoneUserPicker } from './phone-user-picker.js';

/** A choice whose day is still to be given, and who has the line that it takes. */
interface Asked {
  readonly choice: MappingChoice;
  readonly holder: PickerOption['holder'];
}

/** Changing one employee's match: what is chosen is saved at once, unless it can change what was there before. */
export function MappingEditor(props: RowProps): View {
  const { mapping, ui, actions, system } = props;
  const [asked, setAsked] = useState<Asked | null>(null);
  const { employee, source } = mapping;
  const refused = ui.matchProblem?.employeeId === employee.id ? ui.matchProblem : null;

  const choose = (choice: MappingChoice, holder: PickerOption['holder'] = null): void => {
    setAsked({ choice, holder });
    if (holder === null && !hasPast(mapping)) actions.choose(mapping, choice);
  };
  const asks = asked !== null && (asked.holder !== null || hasPast(mapping) || refused?.code === 'phone_user_taken');

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
        asks
          ? html`<${Question} ...${props} ...${asked} back=${() => setAsked(null)} />`
          : html`
              <${PhoneUserPicker}
                label=${`Who is ${isolated(employee.name)} in ${system.displayName}?`}
                busy=${ui.busy}
                lost=${ui.lost}
                seek=${(text: string) => actions.seek(mapping, text)}
                choose=${({ phoneUser: { externalId, displayName }, holder }: PickerOption) =>
                  choose({ kind: 'phoneUser', externalId, displayName, from: null }, holder)}
              />
              <div class="row-editor-buttons">
                <button type="button" aria-disabled=${ui.busy} onClick=${() => choose({ kind: 'none', from: null })}>
                  This person has no line
                </button>
                ${
                  source === 'manual'
                    ? html`
                        <button type="button" aria-disabled=${ui.busy} onClick=${() => choose({ kind: 'automatic' })}>
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

interface AskedProps extends RowProps {
  readonly choice: MappingChoice;
  readonly holder: PickerOption['holder'];
  readonly back: () => void;
}

/** Asks from which day a choice holds, and says what it does to the past. */
function Question(props: AskedProps): View {
  const { mapping, model, ui, actions, choice, holder, back } = props;
  const [day, setDay] = useState(model.today);
  const [ever, setEver] = useState(false);
  const from = (day: string | null): MappingChoice => (choice.kind === 'automatic' ? choice : { ...choice, from: day });
  const says = (choice: MappingChoice): string => pastWords(mapping, choice, holder?.name ?? null, model.today);
  const automatic = choice.kind === 'automatic';
  return html`
    <form
      class="passing"
      method="dialog"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        actions.choose(mapping, from(ever ? null : day));
      }}
    >
      ${
        automatic
          ? html`<p id="choice-does">${says(choice)}</p>`
          : html`
              <fieldset>
                <legend><${Asking} ...${props} /></legend>
                <label class="check">
                  <input type="radio" name="reach" checked=${!ever} onChange=${() => setEver(false)} /> From this day on
                </label>
                <input
                  id="from-day"
                  type="date"
                  aria-label="First day"
                  required=${!ever}
                  ref=${focusOnce}
                  value=${day}
                  aria-describedby=${`from-day-does${ui.matchProblem === null ? '' : ' match-problem'}`}
                  onInput=${(event: Event) => {
                    setDay((event.currentTarget as HTMLInputElement).value);
                    setEver(false);
                  }}
                />
                <p class="hint" id="from-day-does" aria-live="polite">${day === '' ? '' : says(from(day))}</p>
                <label class="check">
                  <input
                    type="radio"
                    name="reach"
                    checked=${ever}
                    disabled=${holder !== null}
                    aria-describedby="ever-does"
                    onChange=${() => setEver(true)}
                  />
                  ${' '}Since ever
                </label>
                <p class="hint" id="ever-does">${holder === null ? says(from(null)) : takenWords(holder.name)}</p>
              </fieldset>
            `
      }
      <div class="row-editor-buttons">
        <button
          type="submit"
          class="primary"
          ref=${automatic ? focusOnce : undefined}
          aria-describedby=${automatic ? 'choice-does' : undefined}
          aria-disabled=${ui.busy}
        >
          ${automatic ? 'Match automatically' : 'Save'}
        </button>
        <button type="button" class="quiet" onClick=${back}>Choose something else</button>
      </div>
    </form>
  `;
}

/** The question itself, with the names in it. */
function Asking({ mapping, choice, holder }: AskedProps): View {
  const name = html`<bdi>${mapping.employee.name}</bdi>`;
  if (choice.kind !== 'phoneUser') return html`From which day does ${name} have no line?`;
  const line = html`<bdi>${choice.displayName}</bdi>`;
  return holder === null
    ? html`From which day is the line “${line}” ${name}’s?`
    : html`The line “${line}” belongs to <bdi>${holder.name}</bdi>. From which day is it ${name}’s?`;
}

const takenWords = (name: string): string =>
  `Not while ${isolated(name)} has the line on any day. To take all of its calls, give the day of the first of them above.`;

/** What was asked has the focus when it appears, and leaves it alone afterwards. */
function focusOnce(element: HTMLElement | null): void {
  if (element === null || element.dataset['met']) return;
  element.dataset['met'] = 'true';
  element.focus();
}
