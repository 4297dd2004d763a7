import type { DayModel } from '../../views/day/model.js';
import { html } from '../../views/shared/html.js';
import { DayApp } from '../day-app.js';
import { start } from '../start.js';

start((model: DayModel) => html`<${DayApp} initial=${model} />`);
