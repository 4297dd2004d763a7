import { counted, moment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import type { SurfaceFormerAccount } from '../shared/surface.js';
import { PartingDialog } from './parting-dialog.js';
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
              <p class="hint">
                <a href=${dataOf(system.key, former)} download>
                  Everything of it, as JSON<span class="visually-hidden">: ${former.account.name}</span>
                </a>
              </p>
              <${EraseFormer} ...${props} former=${former} />
            </li>
          `,
        )}
      </ul>
    <//>
  `;
}

const dataOf = (key: string, { connectionId }: SurfaceFormerAccount): string =>
  `/api/phone-systems/${key}/former-accounts/${connectionId}/data`;

/** Erasing, after it was said what goes. It needs the account's name. */
const EraseFormer = ({
  system,
  ui,
  actions,
  former,
}: SystemProps & { readonly former: SurfaceFormerAccount }): View => html`
  <${PartingDialog}
    id=${`erase-${former.connectionId}`}
    opens=${html`Erase<span class="visually-hidden"> ${former.account.name}</span>`}
    title="Erase"
    name=${former.account.name}
    busy=${ui.busy}
    erases=${true}
    does="Erase for good"
    keeps="Keep it"
    confirm=${() => actions.eraseFormer(former)}
  >
    <ul>
      <li>Every call, match and score that came from this account goes, for good.</li>
      <li>The account of ${system.displayName} that is connected now stays as it is.</li>
    </ul>
  <//>
`;
