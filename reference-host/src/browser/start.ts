import { hydrate } from 'preact';
import type { View } from '../views/shared/html.js';
import { dropDraftsOfOthers } from './draft.js';

/**
 * Takes over the page that the server drew: the same views from the same data, now with something behind them.
 *
 * @param app draws the page from the model from which the server drew it; null where there is nothing to take over
 */
export function start<Model>(app: (model: Model) => View | null): void {
  const page = document.getElementById('page');
  const model = document.getElementById('model')?.textContent;
  if (page === null || model == null) return;
  dropDraftsOfOthers();
  const view = app(JSON.parse(model) as Model);
  // What was typed and pressed before is kept meanwhile; see early.ts.
  window.dispatchEvent(new Event('page-arrives'));
  if (view !== null) hydrate(view, page);
  page.dataset['live'] = 'true';
  window.dispatchEvent(new Event('page-live'));
  performance.mark('page-live');
}
