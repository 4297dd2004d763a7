import { html, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import type { SurfaceObjectionOnDay } from '../shared/surface.js';
import { callHref } from '../day/model.js';
import type { ObjectingActions, ObjectingUi } from './objecting-model.js';
import { ObjectionBadge, Said } from './said.js';

export interface ObjectingProps {
  readonly about: 'day' | 'call';
  readonly objections: readonly SurfaceObjectionOnDay[];
  readonly who: string;
  readonly timeZone: string;
  readonly mayObject: boolean;
  readonly ui: ObjectingUi;
  readonly actions: ObjectingActions;
}

/** What a person objects to about a day or a call of theirs, what they were answered, and a form to object. */
export function Objecting(props: ObjectingProps): View | null {
  const { about, objections, who, timeZone, mayObject } = props;
  if (!mayObject && objections.length === 0) return null;
  const waits = objections.some(({ answer, callId }) => answer === null && (about === 'call' || callId === null));
  return html`
    <${Card} id="objections" title=${objections.length === 0 ? `Is this ${about} wrong?` : 'Objections'}>
      ${
        objections.length === 0
          ? null
          : html`
              <ul class="objections">
                ${objections.map(
                  (objection) => html`
                    <li key=${objection.id}>
                      <p>
                        <${ObjectionBadge} answer=${objection.answer} />
                        ${
                          about === 'day' && objection.callId !== null
                            ? html` <a href=${callHref(objection.callId)}>The call that is meant</a>`
                            : null
                        }
                      </p>
                      <${Said} objection=${objection} who=${who} timeZone=${timeZone} />
                    </li>
                  `,
                )}
              </ul>
            `
      }
      ${mayObject && !waits ? html`<${Form} ...${props} />` : null}
    <//>
  `;
}

function Form({ about, ui, actions }: ObjectingProps): View {
  const wrong = ui.problem !== null;
  const send = (event: Event) => {
    event.preventDefault();
    actions.send();
  };
  return html`
    <p>
      Say what is wrong with it. Your manager or an administrator answers, and what both of you write stays on the day.
      ${about === 'day' ? ' To object to a single call, open it.' : ''}
    </p>
    <p class="without-script">Objecting needs JavaScript, which is switched off here.</p>
    <form class="exclusion needs-script" method="dialog" onSubmit=${send}>
      <label for="objection">What is wrong</label>
      <textarea
        id="objection"
        name="objection"
        rows="3"
        maxlength="10000"
        required
        value=${ui.text}
        aria-invalid=${wrong ? 'true' : undefined}
        aria-describedby=${wrong ? 'objection-problem' : undefined}
        onInput=${(event: Event) => actions.write((event.currentTarget as HTMLTextAreaElement).value)}
      ></textarea>
      ${wrong ? html`<p class="field-problem" id="objection-problem" role="alert">${ui.problem}</p>` : null}
      <div class="actions">
        <button type="submit" aria-disabled=${ui.busy}>Object to this ${about}</button>
      </div>
    </form>
  `;
}
