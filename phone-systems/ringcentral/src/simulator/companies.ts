import { asLogged } from './habits.js';
import type { RingCentralHabits } from './habits.js';
import { LogBook } from './log-book.js';
import type { RingCentralCompany, SimulatedExtension } from './model.js';
import type { AccountState, RingCentralStore } from './state.js';

/** The companies as they are now: as they were defined, with what was added and changed since. */
export class Companies {
  readonly #defined: readonly RingCentralCompany[];
  readonly #logs: ReadonlyMap<string, LogBook>;
  readonly #store: RingCentralStore;

  constructor(
    defined: readonly RingCentralCompany[],
    store: RingCentralStore,
    how: { readonly historyDays: number; readonly habits: RingCentralHabits },
  ) {
    this.#defined = defined;
    this.#store = store;
    const { seed, firstStartedAt } = store.state;
    const inTheLog = asLogged(how.habits);
    this.#logs = new Map(
      defined.map((company, companyIndex) => {
        const added = () =>
          store.state.addedRecords.filter(({ companyId }) => companyId === company.id).map(({ record }) => record);
        const changes = () => store.state.changedRecords;
        const { historyDays } = how;
        const source = { company, companyIndex, seed, firstStartedAt, historyDays, inTheLog, added, changes };
        return [company.id, new LogBook(source)];
      }),
    );
  }

  all(): readonly RingCentralCompany[] {
    return this.#defined.map((company) => ({ ...company, extensions: this.#extensionsOf(company) }));
  }

  /** By id, domain or name. @throws Error when there is none */
  named(name: string): RingCentralCompany {
    const found = this.all().find((company) => [company.id, company.domain, company.name].includes(name));
    if (found === undefined) throw new Error(`The simulator has no company "${name}".`);
    return found;
  }

  logOf(companyId: string): LogBook {
    const log = this.#logs.get(companyId);
    if (log === undefined) throw new Error(`The simulator has no company with the id ${companyId}.`);
    return log;
  }

  accountOf(companyId: string): AccountState {
    return this.#store.state.accounts[companyId] ?? { status: 'Confirmed' };
  }

  /** Who signs in with this e-mail, letters' case aside; null where nobody does. */
  signIn(email: string): { readonly company: RingCentralCompany; readonly extension: SimulatedExtension } | null {
    const wanted = email.toLowerCase();
    for (const company of this.all()) {
      const extension = company.extensions.find(
        (one) => one.status === 'Enabled' && one.deleted !== true && one.email?.toLowerCase() === wanted,
      );
      if (extension !== undefined) return { company, extension };
    }
    return null;
  }

  /** Changes the extension with this id. */
  put(companyId: string, extension: SimulatedExtension): void {
    this.#store.change(({ extensions }) => ({
      extensions: {
        ...extensions,
        [companyId]: [...(extensions[companyId] ?? []).filter(({ id }) => id !== extension.id), extension],
      },
    }));
  }

  #extensionsOf(company: RingCentralCompany): readonly SimulatedExtension[] {
    const changed = this.#store.state.extensions[company.id] ?? [];
    return company.extensions.map((extension) => changed.find(({ id }) => id === extension.id) ?? extension);
  }
}
