import { useEffect, useRef } from 'preact/hooks';
import { clock } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import type { DayProps } from './model.js';

/** Asks why a call is not to count. */
export function ExcludeDialog({ model, ui, actions }: DayProps): View {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = model.day.inputs.find(({ callId }) => callId === ui.excluding);
  const open = input !== undefined;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const wrong = ui.noteProblem !== null;
  return html`
    <dialog ref=${dialog} aria-labelledby="exclude-title" onClose=${() => actions.ask(null)}>
      <form
        method="dialog"
        onSubmit=${(event: Event) => {
          event.preventDefault();
          if (input !== undefined) actions.exclude(input.callId, ui.note);
        }}
      >
        <h2 id="exclude-title">Exclude this call from the score?</h2>
        <p>
          <bdi>${input?.title}</bdi>${input && `, ${clock(input.connectedAt ?? input.startedAt, model.day.timeZone)}`}.
          It stays visible, greyed, and adds nothing to the score. You can take this back, and so can whoever has the
          same right or a higher one, but not the person whose call it is.
        </p>
        <label for="note">Why it does not count</label>
        <textarea
          id="note"
          rows="2"
          maxlength="1000"
          required
          value=${ui.note}
          aria-invalid=${wrong ? 'true' : undefined}
          aria-describedby=${wrong ? 'note-problem' : undefined}
          onInput=${(event: Event) => actions.write((event.currentTarget as HTMLTextAreaElement).value)}
        ></textarea>
        ${wrong ? html`<p class="field-problem" id="note-problem" role="alert">${ui.noteProblem}</p>` : null}
        <div class="actions">
          <button type="submit" class="primary" aria-disabled=${ui.busy}>Exclude</button>
          <button type="button" onClick=${() => actions.ask(null)}>Leave it</button>
        </div>
      </form>
    </dialog>
  `;
}
