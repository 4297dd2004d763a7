import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DialpadSimulator } from '../../../src/testing/index.js';

/** What arrived at a gate. */
export interface GateReport {
  /** When each request of the API did, in milliseconds that never run backwards. */
  readonly arrivals: readonly number[];
  /** How many of them were answered with 429. */
  readonly refused: number;
  /** For how long the gate itself stood still at most: by so much its instants may be late. */
  readonly standstillMs: number;
}

/**
 * Dialpad's limits, kept as requests arrive, by a process that does nothing else. A simulator in the test's own process
 * stands still whenever the test computes, starts a process or collects garbage: requests that came one after the other
 * meanwhile would be counted as if they had come together.
 */
export class LimitGate {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ports: number[],
  ) {}

  /** @param doors how many addresses it has: whoever is given one is known by it */
  static async open(dialpad: DialpadSimulator, doors: number): Promise<LimitGate> {
    const script = join(import.meta.dirname, 'limit-gate.process.ts');
    const child = fork(script, [new URL(dialpad.baseUrl).port, String(doors)], { execArgv: ['--no-warnings'] });
    const [ports] = (await once(child, 'message')) as [number[]];
    return new LimitGate(child, ports);
  }

  /** An address of Dialpad that nobody else has. */
  address(): string {
    const port = this.ports.pop();
    if (port === undefined) throw new Error('There are not so many doors.');
    return `127.0.0.1:${port}`;
  }

  async report(): Promise<GateReport> {
    this.child.send('report');
    const [report] = (await once(this.child, 'message')) as [GateReport];
    return report;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.disconnect();
    await once(this.child, 'exit');
  }
}
