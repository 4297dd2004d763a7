import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatorState } from './state.js';

const FILE = 'dialpad-simulator.json';

/**
 * What a simulator remembers, in memory and, where there is a directory, in one file of it. A change is on disk before
 * it is answered: a client that was given a new refresh token can rely on it.
 */
export class Store {
  #state: SimulatorState;
  readonly #file: string | null;

  private constructor(state: SimulatorState, file: string | null) {
    this.#state = state;
    this.#file = file;
  }

  /** @throws Error when the directory's file cannot be read: it is never overwritten */
  static open(dataDir: string | undefined, fresh: () => SimulatorState): Store {
    if (dataDir === undefined) return new Store(fresh(), null);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = join(dataDir, FILE);
    const kept = readState(file);
    const store = new Store(kept ?? fresh(), file);
    if (kept === null) store.#write();
    return store;
  }

  get state(): SimulatorState {
    return this.#state;
  }

  change(change: (state: SimulatorState) => Partial<SimulatorState>): void {
    this.#state = { ...this.#state, ...change(this.#state) };
    this.#write();
  }

  /** A number that this simulator has not handed out before. */
  nextId(): number {
    this.change(({ lastId }) => ({ lastId: lastId + 1 }));
    return this.#state.lastId;
  }

  #write(): void {
    if (this.#file === null) return;
    const draft = `${this.#file}.new`;
    const handle = openSync(draft, 'w', 0o600);
    try {
      writeFileSync(handle, JSON.stringify(this.#state));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, this.#file);
  }
}

const readState = (file: string): SimulatorState | null => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const advice =
    'Move it away to begin with a new simulated Dialpad; connections made with the old one must be made again.';
  let state: SimulatorState;
  try {
    state = JSON.parse(text) as SimulatorState;
  } catch (cause) {
    throw new Error(`The Dialpad simulator cannot read ${file}: it is no JSON. ${advice}`, { cause });
  }
  if (state?.version !== 1) throw new Error(`The Dialpad simulator does not know the format of ${file}. ${advice}`);
  return state;
};
