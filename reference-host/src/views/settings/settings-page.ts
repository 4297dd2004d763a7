import { html, type View } from '../shared/html.js';
import { LostLine, NoticeRegion } from '../shared/notice.js';
import { Empty, Trail } from '../shared/parts.js';
import { AboutSystem } from './about-system.js';
import { ChooseSystem } from './choose-system.js';
import { ConnectionCard } from './connection-card.js';
import { FetchingCard } from './fetching-card.js';
import { FormerAccounts } from './former-accounts.js';
import { MappingCard } from './mapping-card.js';
import {
  calmUi,
  chosenSystem,
  isLive,
  noActions,
  type SettingsActions,
  type SettingsModel,
  type SettingsUi,
} from './model.js';
import { Sections } from './sections.js';
import { VisitBanner } from './visit-banner.js';

export interface SettingsProps {
  readonly model: SettingsModel;
  readonly ui?: SettingsUi;
  readonly actions?: SettingsActions;
}

/** Settings → Products → Phone System: a pure drawing of what is known and what is going on. */
export function SettingsPage({ model, ui = calmUi, actions = noActions }: SettingsProps): View {
  const system = chosenSystem(model);
  const live = isLive(model.connection) ? model.connection : null;
  const parts = { model, ui, actions, system, live };
  return html`
    <div class="settings">
      <${Trail} places=${[{ name: 'Settings' }, { name: 'Products' }, { name: 'Phone System' }]} />
      <h1>Phone System</h1>
      <p class="lead">Connect your company’s phone system, so that calls count towards each person’s day.</p>
      <${Sections} here="connection" />
      <${VisitBanner} model=${model} />
      <${LostLine} lost=${ui.lost} />
      <${NoticeRegion} notice=${ui.notice} close=${actions.closeNotice} />
      <${ChooseSystem} ...${parts} />
      ${
        live === null && model.formerAccounts.length === 0
          ? null
          : html`<p class="without-script">
              Fetching, matching, erasing and disconnecting need JavaScript, which is switched off here.
            </p>`
      }
      ${system === null ? html`<${NothingChosen} installed=${model.systems.items.length} />` : null}
      ${
        system !== null && live !== null
          ? html`
              <${ConnectionCard} ...${parts} />
              <${MappingCard} ...${parts} />
              <${FetchingCard} ...${parts} />
            `
          : null
      }
      ${system !== null ? html`<${FormerAccounts} ...${parts} />` : null}
      ${system !== null ? html`<${AboutSystem} ...${parts} />` : null}
    </div>
  `;
}

function NothingChosen({ installed }: { installed: number }): View {
  return installed === 0
    ? html`<${Empty} title="No phone system is installed."><p>Ask the operator of this host to install one.</p><//>`
    : html`<${Empty} title="Choose a phone system to see what it needs."
        ><p>Nothing is shared before you allow it.</p><//
      >`;
}
