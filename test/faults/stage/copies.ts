import { setTimeout as sleep } from 'node:timers/promises';
import type { LaunchedHost } from '../../support/host-process.js';
import { until } from '../../support/way.js';
import type { Front } from './front.js';
import type { Settings, Subject } from './subject.js';

const TRIES = 20;

/** Two copies of one host behind one address: the first is never killed. */
export class Copies {
  private copies: LaunchedHost[] = [];

  constructor(
    private readonly subject: Subject,
    private readonly front: Front,
    /** What each copy is started with from here on. */
    public settings: Settings,
  ) {}

  /** Both at once, on a database that is to be made: whoever loses its session at the start ends, and begins anew. */
  async start(): Promise<void> {
    this.copies = await Promise.all([this.begin('launch'), this.begin('launchCopy')]);
  }

  /** SIGKILL for the second, and another in its place. */
  async kill(): Promise<void> {
    const [first, second] = this.both();
    this.front.up.delete(portOf(second));
    await second.kill();
    this.copies = [first, await this.begin('launchCopy')];
  }

  /** One of the two stands still for a while, and goes on as if no time had passed. */
  async pause(which: 0 | 1, ms: number): Promise<void> {
    const copy = this.both()[which];
    this.front.up.delete(portOf(copy));
    copy.pause();
    await sleep(ms);
    copy.wake();
    this.front.up.add(portOf(copy));
  }

  /** Waits until both are alive and ready, and ends the second. None may have ended by itself. */
  async untilBothAreWell(): Promise<void> {
    for (const copy of this.both()) {
      if (!copy.isRunning()) throw new Error(`A copy has ended by itself: ${copy.output().slice(-2_000)}`);
      for (const what of ['ready', 'live']) {
        const ask = async (): Promise<number> => (await fetch(`${copy.url}/health/${what}`)).status;
        await until(`a copy is ${what}`, ask, (status) => status === 200);
      }
    }
    const [, second] = this.both();
    this.front.up.delete(portOf(second));
    await second.stop();
  }

  private both(): [LaunchedHost, LaunchedHost] {
    const [first, second] = this.copies;
    if (first === undefined || second === undefined) throw new Error('Both copies must have been started.');
    return [first, second];
  }

  private async begin(how: 'launch' | 'launchCopy'): Promise<LaunchedHost> {
    for (let attempt = 1; ; attempt++) {
      const host = await this.subject[how](this.settings);
      try {
        await host.ready;
        this.front.up.add(portOf(host));
        return host;
      } catch (error) {
        if (attempt === TRIES) throw error;
      }
    }
  }
}

const portOf = ({ url }: LaunchedHost): number => Number(new URL(url).port);
