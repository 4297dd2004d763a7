import { NearPoll } from '../../src/calls/near-poll.service.js';
import { PageStore } from '../../src/calls/page-store.service.js';
import type { RoundBook } from '../../src/calls/round-book.service.js';
import { RoundRest } from '../../src/calls/round-rest.service.js';
import { RoundWorker } from '../../src/calls/round-worker.service.js';
import { WindowWalker } from '../../src/calls/window-walker.service.js';
import { PhoneSystemMetrics } from '../../src/metrics/index.js';
import type { Stage } from './stage.js';

/** A worker at its rounds, as one copy of the host has it. */
export function aRoundWorker(
  { tenants, erased }: Pick<Stage, 'tenants' | 'erased'>,
  book: RoundBook,
  walker = new WindowWalker(tenants, new PageStore(tenants, book, new PhoneSystemMetrics(), erased)),
): RoundWorker {
  return new RoundWorker(tenants, book, walker, new NearPoll(tenants, walker, book), new RoundRest(tenants));
}
