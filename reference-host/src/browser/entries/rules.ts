import type { RulesModel } from '../../views/rules/model.js';
import { html } from '../../views/shared/html.js';
import { RulesApp } from '../rules-app.js';
import { start } from '../start.js';

start((model: RulesModel) => html`<${RulesApp} initial=${model} />`);
