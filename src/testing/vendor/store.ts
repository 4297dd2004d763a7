import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What every simulator remembers. */
export interface KeptState {
  /** Of the file's format. */
  readonly version: number;
  /** The last number of {@link Store.nextId}. */
  readonly lastId: number;
}

/** Where a simulator keeps what it remembers. */
export interface StoreOptions<State extends KeptState> {
  /** The vendor, as people are told when the file cannot be read. */
  readonly vendor: string;
  /** Everything is forgotten at the end of the process where it is left out. */
  readonly dataDir: string | undefined;
  /** The file's name in the directory. */
  readonly file: string;
  /** What is known at the first start; its version is the only one that is read later. */
  readonly fresh: () => State;
}

/**
 * What a simulator remembers, in memory and, where there is a directory, in one file of it. A change is on disk before
 * it is answered: a client that was given a new refresh token can rely on it.
 */
export class Store<State extends KeptState> {
  #state: State;
  readonly #file: string | null;

  private constructor(state: State, file: string | null) {
    this.#state = state;
    this.#file = file;
  }

  /** @throws Error when the directory's file cannot be read: it is never overwritten */
  static open<State extends KeptState>({ vendor, dataDir, file, fresh }: StoreOptions<State>): Store<State> {
    if (dataDir === undefined) return new Store(fresh(), null);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const path = join(dataDir, file);
    const first = fresh();
    const kept = readState<State>(path, vendor, first.version);
    const store = new Store(kept ?? first, path);
    if (kept === null) store.#write();
    return store;
  }

  get state(): State {
    return this.#state;
  }

  /** Replaces some of what is remembered. */
  change(change: (state: State) => Partial<State>): void {
    this.#state = { ...this.#state, ...change(this.#state) };
    this.#write();
  }

  /** A number that this simulator has not handed out before. */
  nextId(): number {
    this.#state = { ...this.#state, lastId: this.#state.lastId + 1 };
    this.#write();
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

const readState = <State extends KeptState>(file: string, vendor: string, version: number): State | null => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const advice = `Move it away to begin with a new simulated ${vendor}; connections made with the old one must be made again.`;
  let state: State;
  try {
    state = JSON.parse(text) as State;
  } catch (cause) {
    throw new Error(`The ${vendor} simulator cannot read ${file}: it is no JSON. ${advice}`, { cause });
  }
  if (state?.version !== version) {
    throw new Error(`The ${vendor} simulator does not know the format of ${file}. ${advice}`);
  }
  return state;
};
