import type { CallModel } from '../../views/call/model.js';
import { html } from '../../views/shared/html.js';
import { CallApp } from '../call-app.js';
import { start } from '../start.js';

start((model: CallModel) => html`<${CallApp} initial=${model} />`);
