import { useRef, useState } from 'preact/hooks';
import { counted, moment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import type { SurfaceFormerAccount } from '../shared/surface.js';
import type { SystemProps } from './parts-props.js';

/** Accounts that were connected before, and are still kept: each can be erased by itself. */
export function FormerAccounts(props: SystemProps): View | null {
  const { model, system } = props;
  if (model.formerAccounts.length === 0) return null;
  return html`
    <${Card} id="former" title="Accounts that were connected before">
      <p>
        Your company had other accounts at ${system.displayName}. What was fetched from them is kept until you erase it.
        A person’s own data, on the page of their day, has their calls from these accounts as well.
      </p>
      <ul class="former-accounts">
        ${model.formerAccounts.map(
          (former) => html`
            <li key=${former.connectionId}>
              <p>
                <strong><bdi>${former.account.name}</bdi></strong>
                <span class="cell-note">
                  ${`${counted(former.records, 'call record')}. Connected last on `}
                  <time datetime=${former.connectedAt}>${moment(former.connectedAt, model.timeZone)}</time>
                </span>
              </p>
              <${EraseFormer} ...${props} former=${former} />
            </li>
          `,
        )}
      </ul>
    <//>
  `;
}

/** Erasing, after it was said what goes. It needs the account's name. */
function EraseFormer({ system, ui, actions, former }: SystemProps & { readonly former: SurfaceFormerAccount }): View {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const { connectionId, account } = former;
  const ready = typed.trim() === account.name.trim();
  const titleId = `erase-${connectionId}-title`;
  const inputId = `erase-${connectionId}-name`;

  const open = () => {
    setTyped('');
    dialog.current?.showModal();
  };
  const confirm = (event: Event) => {
    event.preventDefault();
    if (!ready || ui.busy) return;
    dialog.current?.close();
    actions.eraseFormer(former);
  };
  return html`
    <button type="button" class="needs-script danger" aria-disabled=${ui.busy} onClick=${open}>
      Erase<span class="visually-hidden"> ${account.name}</span>
    </button>
    <dialog ref=${dialog} aria-labelledby=${titleId}>
      <form method="dialog" onSubmit=${confirm}>
        <h2 id=${titleId}>Erase <bdi>${account.name}</bdi>?</h2>
        <ul>
          <li>Every call, match and score that came from this account goes, for good.</li>
          <li>The account of ${system.displayName} that is connected now stays as it is.</li>
        </ul>
        <label for=${inputId}
          >Type <strong><bdi>${account.name}</bdi></strong> to erase</label
        >
        <input
          id=${inputId}
          type="text"
          autocomplete="off"
          value=${typed}
          onInput=${(event: Event) => setTyped((event.currentTarget as HTMLInputElement).value)}
        />
        <div class="actions">
          <button type="submit" class="danger-solid" disabled=${!ready}>Erase for good</button>
          <button type="button" onClick=${() => dialog.current?.close()}>Keep it</button>
        </div>
      </form>
    </dialog>
  `;
}
