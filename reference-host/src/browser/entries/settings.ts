import type { SettingsModel } from '../../views/settings/model.js';
import { html } from '../../views/shared/html.js';
import { SettingsApp } from '../settings-app.js';
import { start } from '../start.js';

start((model: SettingsModel) => html`<${SettingsApp} initial=${model} />`);
