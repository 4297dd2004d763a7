import { moment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import type { SurfaceExclusion } from '../shared/surface.js';
import type { CallActions, CallModel, CallUi } from './model.js';

export interface ExclusionProps {
  readonly model: CallModel;
  readonly ui: CallUi;
  readonly actions: CallActions;
}

/** Leaving a call out of the score, with a note that says why, and taking that back. */
export function Exclusion(props: ExclusionProps): View {
  const { exclusion } = props.model.call;
  return exclusion === null
    ? html`<${Exclude} ...${props} />`
    : html`<${Excluded} ...${props} exclusion=${exclusion} />`;
}

function Excluded(props: ExclusionProps & { readonly exclusion: SurfaceExclusion }): View {
  const { exclusion, model, ui, actions } = props;
  const { by, at, as, note, mayInclude } = exclusion;
  return html`
    <${Card} id="exclusion" title="Excluded from the score">
      <p>
        <bdi>${by.name}</bdi> excluded this call on${' '}
        <time datetime=${at}>${moment(at, model.timeZone)}</time>${note === '' ? ' and gave no reason.' : ':'}
      </p>
      ${note === '' ? null : html`<blockquote class="note"><bdi>${note}</bdi></blockquote>`}
      ${
        mayInclude
          ? html`<p class="without-script">Letting it count again needs JavaScript, which is switched off here.</p>
              <div class="actions">
                <button
                  type="button"
                  class="needs-script"
                  aria-disabled=${ui.busy}
                  onClick=${() => actions.exclude(false, '')}
                >
                  Count it again
                </button>
              </div>`
          : html`<p class="hint">
              It stays excluded until <bdi>${by.name}</bdi> or
              ${as === 'manager' ? ' a manager or an administrator' : ' an administrator'} lets it count again; nobody
              does that for a call of their own.
            </p>`
      }
    <//>
  `;
}

function Exclude({ ui, actions }: ExclusionProps): View {
  const send = (event: Event) => {
    event.preventDefault();
    actions.exclude(true, ui.note);
  };
  return html`
    <${Card} id="exclusion" title="Exclude from the score">
      <p>
        An excluded call stays visible, greyed, with your note, and adds nothing to the score. You can take this back,
        and so can whoever has the same right or a higher one, but not the person whose call it is.
      </p>
      <p class="without-script">Excluding a call needs JavaScript, which is switched off here.</p>
      <form class="exclusion needs-script" method="dialog" onSubmit=${send}>
        <label for="note">Why it does not count</label>
        <textarea
          id="note"
          name="note"
          rows="2"
          maxlength="1000"
          required
          value=${ui.note}
          aria-describedby=${ui.noteProblem === null ? undefined : 'note-problem'}
          aria-invalid=${ui.noteProblem === null ? undefined : 'true'}
          onInput=${(event: Event) => actions.write((event.currentTarget as HTMLTextAreaElement).value)}
        ></textarea>
        ${ui.noteProblem === null ? null : html`<p class="field-problem" id="note-problem" role="alert">${ui.noteProblem}</p>`}
        <div class="actions">
          <button type="submit" aria-disabled=${ui.busy}>Exclude this call</button>
        </div>
      </form>
    <//>
  `;
}
