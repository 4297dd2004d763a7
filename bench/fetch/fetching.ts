import { join } from 'node:path';
import { HelperProcess } from '../support/helper-process.js';
import type { BenchClient } from '../support/simulated-dialpad.js';
import type { Pace } from './bench-dialpad.js';
import type { RoundTimes } from './house.js';

/** What is to be fetched, and how. */
export interface FetchWanted {
  readonly client: BenchClient;
  readonly pace: Pace;
  readonly employees: number;
  /** Milliseconds since 1970: where the history begins. */
  readonly from: number;
}

/** How a first fetch went. */
export interface FetchSeen extends RoundTimes {
  readonly calls: number;
  readonly peakMebibytes: number;
}

/** The product in a process of its own, on a database of its own. */
export class Fetching {
  private constructor(private readonly process: HelperProcess) {}

  static start(nodeOptions: readonly string[] = []): Fetching {
    return new Fetching(HelperProcess.start(join(import.meta.dirname, 'fetching.process.js'), nodeOptions));
  }

  async fetch(wanted: FetchWanted): Promise<FetchSeen> {
    return await this.process.ask('fetch', wanted);
  }

  async nearRoundMs(rounds: number): Promise<number> {
    return await this.process.ask('nearRoundMs', rounds);
  }

  async bareInsertSeconds(rowsAPage: number): Promise<number> {
    return await this.process.ask('bareInsert', rowsAPage);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
