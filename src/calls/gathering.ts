import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<T> {
  readonly item: T;
  resolve(this: void): void;
  reject(this: void, error: unknown): void;
}

/**
 * Works on one thing at a time, and on everything together that came meanwhile. What fails together is tried once more
 * piece by piece, so that nothing fails for its neighbours.
 */
export class Gathering<T> {
  private waiting: Waiting<T>[] = [];
  private isWorking = false;

  /** @param work leaves nothing behind where it fails, and may be done twice */
  constructor(private readonly work: (items: readonly T[]) => Promise<void>) {}

  /** Resolves when the item has been worked on. */
  async add(item: T): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isWorking) void this.workOff();
    });
  }

  private async workOff(): Promise<void> {
    this.isWorking = true;
    while (this.waiting.length > 0) {
      await nextTurn();
      const taken = this.waiting;
      this.waiting = [];
      await this.settle(taken);
    }
    this.isWorking = false;
  }

  private async settle(taken: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.work(taken.map(({ item }) => item));
      for (const { resolve } of taken) resolve();
    } catch (error) {
      if (taken.length === 1) taken[0]?.reject(error);
      else for (const one of taken) await this.settle([one]);
    }
  }
}
