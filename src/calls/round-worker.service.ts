import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { CallReader } from './call-reader.service.js';
import { NearPoll } from './near-poll.service.js';
import { RoundBook } from './round-book.service.js';
import { RoundRest } from './round-rest.service.js';
import { Shift } from './shift.js';
import type { Walk } from './walk.js';
import { WindowWalker } from './window-walker.service.js';

/**
 * Does what is due on a connection: asks for what is near, reads calls that were announced, and walks open windows, several
 * at once, until none is left.
 */
@Injectable()
export class RoundWorker {
  constructor(
    readonly tenants: TenantDatabase,
    readonly rounds: RoundBook,
    readonly walker: WindowWalker,
    readonly near: NearPoll,
    readonly rests: RoundRest,
    readonly reader: CallReader,
  ) {}

  /**
   * @param handsOver whether to begin no further window, because others wait for the place
   * @throws what is not the vendor's failure, once nothing goes on behind its back
   */
  async run(walk: Walk, handsOver: () => Promise<boolean>): Promise<void> {
    await new Shift(this, walk, handsOver).work();
  }
}
