import { useState } from 'preact/hooks';
import { html, type View } from '../shared/html.js';
import { PartingDialog } from './parting-dialog.js';
import type { LiveProps } from './parts-props.js';

/** Disconnecting, after it was said what becomes of the permission and the data. Erasing needs the account's name. */
export function Disconnect({ live, system, ui, actions }: LiveProps): View {
  const [erase, setErase] = useState(false);
  return html`
    <${PartingDialog}
      id="disconnect"
      opens="Disconnect"
      title="Disconnect"
      name=${live.account.name}
      busy=${ui.busy}
      erases=${erase}
      does=${erase ? 'Disconnect and erase' : 'Disconnect'}
      keeps="Keep it connected"
      onOpen=${() => setErase(false)}
      confirm=${() => actions.disconnect(erase)}
    >
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
          >Also erase every call, match and score from ${system.displayName}, from accounts that were connected earlier
          as well. This cannot be undone.</span
        >
      </label>
    <//>
  `;
}
