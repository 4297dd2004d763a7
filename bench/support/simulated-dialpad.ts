import { join } from 'node:path';
import { HelperProcess } from './helper-process.js';

/** How the simulated Dialpad is to be. */
export interface DialpadWanted {
  readonly people: number;
  readonly historyDays: number;
  readonly latencyMs: number;
  /** Whether it keeps to Dialpad's limits. */
  readonly limited: boolean;
}

/** What a fetching process needs in order to be connected. */
export interface BenchClient {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresIn: number;
}

/** What came in at the vendor, counted in spans that begin anywhere. */
export interface Arrivals {
  /** Answered pages of the call list. */
  readonly pages: number;
  readonly firstPageAt: number;
  readonly refused: number;
  readonly mostInASecond: number;
  readonly mostInAMinute: number;
}

/** The Dialpad simulator in a process of its own. */
export class SimulatedDialpad {
  private constructor(
    private readonly process: HelperProcess,
    readonly client: BenchClient,
  ) {}

  static async start(wanted: DialpadWanted): Promise<SimulatedDialpad> {
    const process = HelperProcess.start(join(import.meta.dirname, 'simulated-dialpad.process.js'));
    return new SimulatedDialpad(process, await process.ask<BenchClient>('start', wanted));
  }

  /** The instant from which on so many calls have started and ended. */
  async beginningOf(calls: number): Promise<number> {
    return await this.process.ask('beginningOf', calls);
  }

  async addRecentCalls(count: number): Promise<void> {
    await this.process.ask('addRecentCalls', count);
  }

  async arrivals(): Promise<Arrivals> {
    return await this.process.ask('arrivals');
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
