import { fieldProblem } from '../shared/field-problem.js';
import { amount, counted, longDay } from '../shared/format.js';
import { html, type Children, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import {
  isChanged,
  type PastEffect,
  type RulesActions,
  type RulesDraft,
  type RulesModel,
  type RulesUi,
} from './model.js';

export interface RulesParts {
  readonly model: RulesModel;
  readonly ui: RulesUi;
  readonly actions: RulesActions;
}

interface FieldProps extends RulesParts {
  readonly name: keyof RulesDraft;
  /** As the surface names it in a problem. */
  readonly field: string;
  readonly label: string;
  readonly type?: 'date' | 'text';
  readonly children?: Children;
}

/** The rules as a form; what the server finds wrong stands at its field. */
export function RulesForm(props: RulesParts): View {
  const { model, ui, actions } = props;
  const { draft } = ui;
  return html`
    <${Card} id="rules-form" title="Change the rules">
      <p class="without-script">Changing the rules needs JavaScript, which is switched off here.</p>
      <form
        method="dialog"
        novalidate
        onSubmit=${(event: Event) => {
          event.preventDefault();
          actions.save();
        }}
      >
        <${Field} ...${props} name="effectiveFrom" field="effectiveFrom" label="In force from" type="date"
          >Days before keep their rules. Saving again for the same day replaces what was saved for it.<//
        >
        <${Field} ...${props} name="pointsPerMinute" field="pointsPerMinute" label="Points per minute of talk" />
        <fieldset>
          <legend>A minute is multiplied by</legend>
          <div class="field-row">
            <${Field} ...${props} name="inbound" field="weights.inbound" label="Incoming" />
            <${Field} ...${props} name="outbound" field="weights.outbound" label="Outgoing" />
            <${Field} ...${props} name="internal" field="weights.internal" label="Colleagues" />
          </div>
        </fieldset>
        <div class="field-row">
          <${Field} ...${props} name="pointsPerCall" field="pointsPerCall" label="Points per call"
            >Once for each answered conversation, besides its time.<//
          >
          <${Field} ...${props} name="shortestTalkSeconds" field="shortestTalkSeconds" label="Shortest talk (sec)"
            >Shorter calls are shown greyed and not counted.<//
          >
          <${Field} ...${props} name="dailyCap" field="dailyCap" label="Daily limit in points">Empty: no limit.<//>
        </div>
        <fieldset aria-describedby=${problemOf(ui, 'overlap') === null ? undefined : 'overlap-problem'}>
          <legend>No moment is counted twice</legend>
          ${[
            ['employee', 'in a person’s whole day'],
            ['conversation', 'in one conversation; two separate calls at once count both'],
          ].map(
            ([value, words]) => html`
              <label class="check" key=${value}>
                <input
                  type="radio"
                  name="overlap"
                  value=${value}
                  checked=${draft.overlap === value}
                  onChange=${() => actions.edit({ overlap: value })}
                />
                <span>${words}</span>
              </label>
            `,
          )}
          <${Problem} id="overlap-problem" words=${problemOf(ui, 'overlap')} />
        </fieldset>
        ${ui.past === null ? null : html`<${Past} ...${props} past=${ui.past} />`}
        <div class="actions">
          <button type="submit" class="primary needs-script" aria-disabled=${ui.busy}>Save the rules</button>
          ${isChanged(model, draft) ? html`<button type="button" onClick=${actions.discard}>Discard the changes</button>` : null}
        </div>
      </form>
    <//>
  `;
}

/** What saving does to days that people have seen already. */
function Past({ ui, actions, past }: RulesParts & { readonly past: PastEffect }): View {
  const { days, changed, people } = past;
  return html`
    <div class="banner banner-busy" role="group" aria-labelledby="past-title" id="past">
      <div>
        <p class="banner-title" id="past-title" tabindex="-1">
          These rules would hold on ${counted(days, 'day that is', 'days that are')} over, too.
        </p>
        <p>
          They are counted again from ${longDay(ui.draft.effectiveFrom)} on:${' '}
          ${`${amount(changed)} of ${counted(people, 'person’s score', 'people’s scores')}`} of the last 30 days change.
        </p>
        <div class="actions">
          <button type="button" class="primary" aria-disabled=${ui.busy} onClick=${actions.saveForThePast}>
            Save them for these days, too
          </button>
          <button type="button" onClick=${actions.leavePast}>Choose another day</button>
        </div>
      </div>
    </div>
  `;
}

function Field({ ui, actions, name, field, label, type = 'text', children }: FieldProps): View {
  const problem = problemOf(ui, field);
  const described = [children ? `${name}-hint` : '', problem === null ? '' : `${name}-problem`].join(' ').trim();
  return html`
    <div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        name=${name}
        type=${type}
        inputmode=${type === 'text' ? 'decimal' : undefined}
        autocomplete="off"
        value=${ui.draft[name]}
        aria-invalid=${problem === null ? undefined : 'true'}
        aria-describedby=${described === '' ? undefined : described}
        onInput=${(event: Event) => actions.edit({ [name]: (event.currentTarget as HTMLInputElement).value })}
      />
      ${children ? html`<p class="hint" id=${`${name}-hint`}>${children}</p>` : null}
      <${Problem} id=${`${name}-problem`} words=${problem} />
    </div>
  `;
}

const Problem = ({ id, words }: { id: string; words: string | null }): View | null =>
  words === null ? null : html`<p class="field-problem" id=${id}>${words}</p>`;

const problemOf = ({ problems }: RulesUi, field: string): string | null => fieldProblem(problems, field);
