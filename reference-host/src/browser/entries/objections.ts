import type { ObjectionsModel } from '../../views/objections/model.js';
import { html } from '../../views/shared/html.js';
import { ObjectionsApp } from '../objections-app.js';
import { start } from '../start.js';

start((model: ObjectionsModel) => html`<${ObjectionsApp} initial=${model} />`);
