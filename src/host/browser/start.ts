import { hydrate } from 'preact';
import { html, type View } from '../views/shared/html.js';
import { dropDraftsOfOthers } from './draft.js';

/** Each page's own script, by the page's name; the model is the one from which the server drew it. */
const PAGES: Readonly<Record<string, (model: never) => Promise<View | null>>> = {
  settings: async (model) => html`<${(await import('./settings-app.js')).SettingsApp} initial=${model} />`,
  rules: async (model) => html`<${(await import('./rules-app.js')).RulesApp} initial=${model} />`,
  team: async () => {
    (await import('./team-app.js')).moveByKeys();
    return null;
  },
  day: async (model) => html`<${(await import('./day-app.js')).DayApp} initial=${model} />`,
  call: async (model) => html`<${(await import('./call-app.js')).CallApp} initial=${model} />`,
  'visit-end': async (model: { visit: never }) => {
    (await import('./visit.js')).endVisit(model.visit);
    return null;
  },
};

/** Takes over the page that the server drew: the same views from the same data, now with something behind them. */
async function start(): Promise<void> {
  const page = document.getElementById('page');
  const model = document.getElementById('model')?.textContent;
  const app = PAGES[page?.dataset['page'] ?? ''];
  if (page === null || model == null || app === undefined) return;
  dropDraftsOfOthers();
  const view = await app(JSON.parse(model) as never);
  // What was typed and pressed before is kept meanwhile; see early.ts.
  window.dispatchEvent(new Event('page-arrives'));
  if (view !== null) hydrate(view, page);
  page.dataset['live'] = 'true';
  window.dispatchEvent(new Event('page-live'));
  performance.mark('page-live');
}

void start();
