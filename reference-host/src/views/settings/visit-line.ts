import { html, type Children, type View } from '../shared/html.js';
import { connectHref, type SettingsActions, type SettingsUi } from './model.js';
import type { SurfaceSystem } from '../shared/surface.js';

export interface VisitLineProps {
  readonly system: SurfaceSystem;
  readonly ui: SettingsUi;
  readonly actions: SettingsActions;
  /** What is said while nobody is there. */
  readonly children?: Children;
}

/** While the vendor's pages are open elsewhere: that they are, and the way on for whoever does not find them. */
export const VisitLine = ({ system, ui, actions, children }: VisitLineProps): View => html`
  <div class="visit-line" role="status">
    ${
      ui.visiting
        ? html`
            <p>
              <strong>Waiting for your answer in ${system.displayName}’s window.</strong> You can’t find it?${' '}
              <a href=${connectHref(system.key)}>Go on in this window</a>
            </p>
            <button type="button" class="quiet" onClick=${actions.endVisit}>Stop waiting</button>
          `
        : html`<p class="hint">${children}</p>`
    }
  </div>
`;
