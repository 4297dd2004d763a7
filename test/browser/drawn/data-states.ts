import type { PageDrawing } from '../../../reference-host/src/pages/document.js';
import { DataPage } from '../../../reference-host/src/views/own-data/data-page.js';
import type { DataModel } from '../../../reference-host/src/views/own-data/model.js';
import { html } from '../../../reference-host/src/views/shared/html.js';
import { nothingStored } from '../../support/drawn-data.js';
import { admin, type DrawnState } from './drawn-state.js';

const KINDS = ['employee', 'matches', 'calls', 'days', 'objections', 'readers', 'acknowledgements', 'actions'] as const;

/** Of somebody of whom calls are stored on some days, or on none. */
function data(days: Pick<DataModel['summary']['employee'], 'storedFrom' | 'storedUntil'>): PageDrawing {
  const { summary } = nothingStored;
  const model: DataModel = {
    ...nothingStored,
    summary: {
      ...summary,
      employee: { ...summary.employee, ...days },
      stored: KINDS.map((kind) => ({ kind, count: 0, from: null, to: null, days: 400, until: 'For 400 days.' })),
    },
  };
  return { title: 'My data', path: '/employees/e1/data', me: admin, view: html`<${DataPage} model=${model} />` };
}

export const dataStates: readonly DrawnState[] = [
  ['data-of-some-days', data({ storedFrom: '2026-11-01', storedUntil: '2026-12-01' })],
  ['data-of-no-day', data({ storedFrom: '2026-11-01', storedUntil: '2026-11-01' })],
];
