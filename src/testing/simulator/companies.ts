import { CallBook } from './call-book.js';
import { FORGETS_NOTHING, type Forgetting } from './forgetting.js';
import type { CompanyState, SimulatedCompany, SimulatedUser } from './model.js';
import type { DialpadStore } from './state.js';

/** The companies as they are now: as they were defined, with what was added and changed since. */
export class Companies {
  readonly #defined: readonly SimulatedCompany[];
  readonly #books: ReadonlyMap<string, CallBook>;
  readonly #store: DialpadStore;

  constructor(defined: readonly SimulatedCompany[], store: DialpadStore, historyDays: number) {
    this.#defined = defined;
    this.#store = store;
    const { seed, firstStartedAt } = store.state;
    this.#books = new Map(
      defined.map((company, companyIndex) => {
        const added = () =>
          store.state.addedCalls.filter(({ companyId }) => companyId === company.id).map(({ call }) => call);
        const changes = () => store.state.changedCalls;
        return [company.id, new CallBook({ company, companyIndex, seed, firstStartedAt, historyDays, added, changes })];
      }),
    );
  }

  all(): readonly SimulatedCompany[] {
    return this.#defined.map((company) => ({ ...company, users: this.#usersOf(company) }));
  }

  /** By id, domain or name. @throws Error when there is none */
  named(name: string): SimulatedCompany {
    const found = this.all().find((company) => [company.id, company.domain, company.name].includes(name));
    if (found === undefined) throw new Error(`The simulator has no company "${name}".`);
    return found;
  }

  callsOf(companyId: string): CallBook {
    const book = this.#books.get(companyId);
    if (book === undefined) throw new Error(`The simulator has no company with the id ${companyId}.`);
    return book;
  }

  stateOf(companyId: string): CompanyState {
    return this.#store.state.companyStates[companyId] ?? 'active';
  }

  /** What the company's Dialpad tells no longer. */
  forgettingOf(companyId: string): Forgetting {
    return this.#store.state.forgetting?.[companyId] ?? FORGETS_NOTHING;
  }

  /** Who signs in with this e-mail, letters' case aside; null where nobody does. */
  signIn(email: string): { readonly company: SimulatedCompany; readonly user: SimulatedUser } | null {
    const wanted = email.toLowerCase();
    for (const company of this.all()) {
      const user = company.users.find(
        ({ state, emails }) => state === 'active' && emails.some((one) => one.toLowerCase() === wanted),
      );
      if (user !== undefined) return { company, user };
    }
    return null;
  }

  /** Adds a user, or changes the one with this id. */
  putUser(companyId: string, user: SimulatedUser): void {
    this.#store.change(({ users }) => ({
      users: { ...users, [companyId]: [...(users[companyId] ?? []).filter(({ id }) => id !== user.id), user] },
    }));
  }

  #usersOf(company: SimulatedCompany): readonly SimulatedUser[] {
    const changed = this.#store.state.users[company.id] ?? [];
    const kept = company.users.map((user) => changed.find(({ id }) => id === user.id) ?? user);
    return [...kept, ...changed.filter(({ id }) => !company.users.some((user) => user.id === id))];
  }
}
