import { useState } from 'preact/hooks';
import { html, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import type { SurfaceCall } from '../shared/surface.js';
import type { CallActions, CallUi } from './model.js';

/** Leaving a call out of the score, with a note that says why, and taking that back. */
export function Exclusion({ call, ui, actions }: { call: SurfaceCall; ui: CallUi; actions: CallActions }): View {
  const [note, setNote] = useState('');
  const excluded = call.flagReason === 'excluded';
  const send = (event: Event) => {
    event.preventDefault();
    actions.exclude(!excluded, note);
  };
  return html`
    <${Card} id="exclusion" title=${excluded ? 'Excluded from the score' : 'Exclude from the score'}>
      <p>
        ${
          excluded
            ? 'This call is shown, and adds nothing to the score. It can be counted again at any time.'
            : 'An excluded call stays visible, greyed, and adds nothing to the score.'
        }
      </p>
      <form class="exclusion" onSubmit=${send}>
        <label for="note">${excluded ? 'Why it counts again (if you like)' : 'Why it does not count'}</label>
        <textarea
          id="note"
          name="note"
          rows="2"
          maxlength="1000"
          required=${!excluded}
          value=${note}
          aria-describedby=${ui.noteProblem === null ? undefined : 'note-problem'}
          aria-invalid=${ui.noteProblem === null ? undefined : 'true'}
          onInput=${(event: Event) => setNote((event.currentTarget as HTMLTextAreaElement).value)}
        ></textarea>
        ${ui.noteProblem === null ? null : html`<p class="field-problem" id="note-problem">${ui.noteProblem}</p>`}
        <div class="actions">
          <button type="submit" class="needs-script" disabled=${ui.busy}>
            ${excluded ? 'Count it again' : 'Exclude this call'}
          </button>
        </div>
      </form>
    <//>
  `;
}
