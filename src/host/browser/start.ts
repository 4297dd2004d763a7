import { hydrate } from 'preact';
import type { CallModel } from '../views/call/model.js';
import type { SettingsModel } from '../views/settings/model.js';
import { html } from '../views/shared/html.js';

/** Takes over the page that the server drew: the same views from the same data, now with something behind them. */
async function start(): Promise<void> {
  const page = document.getElementById('page');
  const model = document.getElementById('model')?.textContent;
  if (page === null || model == null) return;
  const name = page.dataset['page'];
  if (name === 'settings') {
    const { SettingsApp } = await import('./settings-app.js');
    hydrate(html`<${SettingsApp} initial=${JSON.parse(model) as SettingsModel} />`, page);
  } else if (name === 'call') {
    const { CallApp } = await import('./call-app.js');
    hydrate(html`<${CallApp} initial=${JSON.parse(model) as CallModel} />`, page);
  }
  page.dataset['live'] = 'true';
}

void start();
