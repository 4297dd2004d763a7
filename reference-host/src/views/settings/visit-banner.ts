import { html, type View } from '../shared/html.js';
import { Banner } from '../shared/parts.js';
import { isLive, type SettingsModel } from './model.js';
import { visitWords } from './outcome.js';

/** How a visit to the vendor ended: the account by its name, or what happened and what to do next. */
export function VisitBanner({ model }: { model: SettingsModel }): View | null {
  const { visit } = model;
  if (visit === null) return null;
  const system = model.systems.items.find(({ key }) => key === visit.systemKey)?.displayName ?? 'The phone system';
  const account = isLive(model.connection) ? model.connection.account.name : null;
  const { happened, next } = visitWords(visit, system, account);
  return html`
    <div id="visit" tabindex="-1">
      <${Banner} tone=${visit.outcome === 'failed' ? 'bad' : 'good'} title=${happened}><p>${next}</p><//>
    </div>
  `;
}
