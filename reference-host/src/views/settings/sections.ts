import { html, type View } from '../shared/html.js';
import { RULES_PATH, SETTINGS_PATH } from './model.js';

/** The two pages of Phone System. */
export const Sections = ({ here }: { here: 'connection' | 'rules' }): View => html`
  <nav class="sections" aria-label="Phone System">
    <ul>
      <li>
        <a href=${SETTINGS_PATH} aria-current=${here === 'connection' ? 'page' : undefined}>Connection</a>
      </li>
      <li><a href=${RULES_PATH} aria-current=${here === 'rules' ? 'page' : undefined}>Counting rules</a></li>
    </ul>
  </nav>
`;
