import { callHref, dayHref } from '../day/model.js';
import { longDay } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { LostLine, NoticeRegion } from '../shared/notice.js';
import { Card, Empty } from '../shared/parts.js';
import type { SurfaceObjection } from '../shared/surface.js';
import {
  calmObjectionsUi,
  firstStep,
  noObjectionsActions,
  type ObjectionsActions,
  objectionsHref,
  type ObjectionsModel,
  type ObjectionsUi,
  type Step,
} from './model.js';
import { ObjectionBadge, Said } from './said.js';

export interface ObjectionsPageProps {
  readonly model: ObjectionsModel;
  readonly ui?: ObjectionsUi;
  readonly actions?: ObjectionsActions;
}

/** What people object to, for whoever answers. */
export function ObjectionsPage({
  model,
  ui = calmObjectionsUi,
  actions = noObjectionsActions,
}: ObjectionsPageProps): View {
  const { items, answered, page, nextPage } = model;
  const tab = (to: boolean, words: string) => html`
    <li>
      <a href=${objectionsHref({ answered: to, page: 1 })} aria-current=${to === answered ? 'page' : undefined}
        >${words}</a
      >
    </li>
  `;
  return html`
    <div class="objecting">
      <h1 id="objections-title" tabindex="-1">Objections</h1>
      <p class="lead">
        What people say is wrong with a day or a call of theirs. Your answer stands beside it, for them to read.
      </p>
      <nav class="sections" aria-label="Which objections">
        <ul>
          ${tab(false, 'Waiting')} ${tab(true, 'Answered')}
        </ul>
      </nav>
      <${LostLine} lost=${ui.lost} />
      <${NoticeRegion} notice=${ui.notice} close=${actions.closeNotice} />
      ${
        items.length === 0
          ? html`<${Empty} title=${answered ? 'Nothing was answered yet' : 'Nothing waits for an answer'} />`
          : items.map(
              (item, place) =>
                html`<${One}
                  key=${item.id}
                  place=${place + 1}
                  item=${item}
                  model=${model}
                  ui=${ui}
                  actions=${actions}
                />`,
            )
      }
      ${
        page === 1 && nextPage === null
          ? null
          : html`
              <nav class="actions" aria-label="Pages">
                ${page === 1 ? null : html`<a class="button" href=${objectionsHref({ answered, page: page - 1 })}>Back</a>`}
                ${nextPage === null ? null : html`<a class="button" href=${objectionsHref({ answered, page: nextPage })}>More</a>`}
              </nav>
            `
      }
    </div>
  `;
}

interface OneProps extends Required<ObjectionsPageProps> {
  readonly item: SurfaceObjection;
  /** In the list: what is read aloud tells two objections to one day apart by it. */
  readonly place: number;
}

function One(props: OneProps): View {
  const { item, place, model } = props;
  const { id, employee, day, callId } = item;
  const badge = html`<${ObjectionBadge} answer=${item.answer} />`;
  return html`
    <${Card}
      id=${`objection-${id}`}
      title=${html`<bdi>${employee.name}</bdi>, ${longDay(day)}<span class="visually-hidden">, number ${place}</span>`}
      aside=${badge}
    >
      <p>
        <a href=${dayHref(employee.id, day)}>The day</a>
        ${callId === null ? null : html` · <a href=${callHref(callId)}>The call that is meant</a>`}
      </p>
      <${Said} objection=${item} who=${employee.name} timeZone=${model.timeZone} />
      ${item.mayAnswer ? html`<${AnswerForm} ...${props} />` : null}
      ${
        item.answer === null && !item.mayAnswer
          ? html`<p class="hint">This is your own: your manager or another administrator answers it.</p>`
          : null
      }
    <//>
  `;
}

const STEPS: readonly (readonly [step: Step, words: string])[] = [
  ['exclude', 'The call is left out of the score'],
  ['include', 'The call counts again'],
  ['look', 'No call changes: mapping or rules are looked at'],
];

function AnswerForm({ item, ui, actions }: OneProps): View {
  const { id, callId } = item;
  const problem = ui.problem?.id === id ? ui.problem.text : null;
  const wrong = problem !== null;
  const step = ui.steps[id] ?? firstStep(item);
  const press = (answer: 'accepted' | 'declined') => (event: Event) => {
    event.preventDefault();
    actions.answer(id, answer);
  };
  return html`
    <p class="without-script">Answering needs JavaScript, which is switched off here.</p>
    <form class="exclusion needs-script" method="dialog" onSubmit=${(event: Event) => event.preventDefault()}>
      <label for=${`answer-${id}`}>Your answer</label>
      <textarea
        id=${`answer-${id}`}
        rows="2"
        maxlength="10000"
        required
        value=${ui.drafts[id] ?? ''}
        aria-invalid=${wrong ? 'true' : undefined}
        aria-describedby=${wrong ? `problem-${id}` : undefined}
        onInput=${(event: Event) => actions.write(id, (event.currentTarget as HTMLTextAreaElement).value)}
      ></textarea>
      ${wrong ? html`<p class="field-problem" id=${`problem-${id}`} role="alert">${problem}</p>` : null}
      ${
        callId === null
          ? html`<p class="hint">If you accept, say what you look at: the mapping, the rules, or calls of the day.</p>`
          : html`
              <fieldset>
                <legend>If you accept</legend>
                ${STEPS.map(
                  ([value, words]) => html`
                    <label class="check" key=${value}>
                      <input
                        type="radio"
                        name=${`step-${id}`}
                        value=${value}
                        checked=${value === step}
                        onChange=${() => actions.choose(id, value)}
                      />
                      ${words}
                    </label>
                  `,
                )}
              </fieldset>
            `
      }
      <div class="actions">
        <button type="button" class="primary" aria-disabled=${ui.busy} onClick=${press('accepted')}>Accept</button>
        <button type="button" aria-disabled=${ui.busy} onClick=${press('declined')}>Decline</button>
      </div>
    </form>
  `;
}
