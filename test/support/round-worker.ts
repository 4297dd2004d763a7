import { CallReader } from '../../src/calls/call-reader.service.js';
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
  givenWalker?: WindowWalker,
): RoundWorker {
  const pages = new PageStore(tenants, book, new PhoneSystemMetrics(), erased);
  const walker = givenWalker ?? new WindowWalker(tenants, pages);
  const near = new NearPoll(tenants, walker, book);
  return new RoundWorker(tenants, book, walker, near, new RoundRest(tenants), new CallReader(pages));
}
