import { html, type View } from '../shared/html.js';
import { Banner } from '../shared/parts.js';
import { settingsHref } from './model.js';
import { visitWords, type VisitOutcome } from './outcome.js';

/** Where a visit in a window of its own ends. It closes itself; where it may not, it says that it can be closed. */
export interface VisitEndModel {
  readonly visit: VisitOutcome;
  readonly systemName: string;
  readonly accountName: string | null;
}

export function VisitEndPage({ model: { visit, systemName, accountName } }: { model: VisitEndModel }): View {
  const { happened, next } = visitWords(visit, systemName, accountName);
  return html`
    <div class="visit-end">
      <h1>${systemName}</h1>
      <${Banner} tone=${visit.outcome === 'failed' ? 'bad' : 'good'} title=${happened}><p>${next}</p><//>
      <p>
        This window can be closed.${' '}
        <a href=${settingsHref(visit.systemKey)}>Back to the Phone System settings</a>
      </p>
    </div>
  `;
}
