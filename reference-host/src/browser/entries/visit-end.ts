import type { VisitEndModel } from '../../views/settings/visit-end-page.js';
import { start } from '../start.js';
import { endVisit } from '../visit.js';

start(({ visit }: VisitEndModel) => {
  endVisit(visit);
  return null;
});
