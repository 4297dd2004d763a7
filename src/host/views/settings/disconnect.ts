import { useRef, useState } from 'preact/hooks';
import { html, type View } from '../shared/html.js';
import type { LiveProps } from './parts-props.js';

/** Disconnecting, after it was said what becomes of the permission and the data. Erasing needs the account's name. */
export function Disconnect({ live, system, ui, actions }: LiveProps): View {
  const dialog = useRef<HTMLDialogElement>(null);
  const [erase, setErase] = useState(false);
  const [typed, setTyped] = useState('');
  const name = live.account.name;
  const ready = !erase || typed.trim() === name.trim();

  const open = () => {
    setErase(false);
    setTyped('');
    dialog.current?.showModal();
  };
  const confirm = (event: Event) => {
    event.preventDefault();
    if (!ready || ui.busy) return;
    dialog.current?.close();
    actions.disconnect(erase);
  };
  return html`
    <button type="button" class="needs-script danger" aria-disabled=${ui.busy} onClick=${open}>Disconnect</button>
    <dialog ref=${dialog} aria-labelledby="disconnect-title">
      <form method="dialog" onSubmit=${confirm}>
        <h2 id="disconnect-title">Disconnect <bdi>${name}</bdi>?</h2>
        <ul>
          <li>The permission is taken back at ${system.displayName}, and its tokens are deleted here.</li>
          <li>No more calls are fetched.</li>
          <li>Calls and scores that are already here stay, unless you erase them.</li>
        </ul>
        <label class="check">
          <input
            type="checkbox"
            checked=${erase}
            onChange=${(event: Event) => setErase((event.currentTarget as HTMLInputElement).checked)}
          />
          <span
            >Also erase every call, match and score from ${system.displayName}, from accounts that were connected
            earlier as well. This cannot be undone.</span
          >
        </label>
        ${
          erase
            ? html`
                <label for="erase-name"
                  >Type <strong><bdi>${name}</bdi></strong> to erase</label
                >
                <input
                  id="erase-name"
                  type="text"
                  autocomplete="off"
                  value=${typed}
                  onInput=${(event: Event) => setTyped((event.currentTarget as HTMLInputElement).value)}
                />
              `
            : null
        }
        <div class="actions">
          <button type="submit" class="danger-solid" disabled=${!ready}>
            ${erase ? 'Disconnect and erase' : 'Disconnect'}
          </button>
          <button type="button" onClick=${() => dialog.current?.close()}>Keep it connected</button>
        </div>
      </form>
    </dialog>
  `;
}
