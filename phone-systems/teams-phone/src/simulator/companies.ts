import { CallBook } from './call-book.js';
import type { CallWriting } from './call-maker.js';
import type { SimulatedUser, TeamsCompany } from './model.js';
import { signsIn } from './people.js';
import type { TeamsPhoneStore } from './state.js';

/** The companies as they are now: as they were defined, with what was added and changed since. */
export class Companies {
  readonly #defined: readonly TeamsCompany[];
  readonly #books: ReadonlyMap<string, CallBook>;
  readonly #store: TeamsPhoneStore;

  constructor(
    defined: readonly TeamsCompany[],
    store: TeamsPhoneStore,
    how: { readonly historyDays: number } & CallWriting,
  ) {
    this.#defined = defined;
    this.#store = store;
    const { seed, firstStartedAt } = store.state;
    this.#books = new Map(
      defined.map((company, companyIndex) => {
        const added = () =>
          store.state.addedCalls.filter(({ companyId }) => companyId === company.id).map(({ call }) => call);
        const changes = () => store.state.changedCalls;
        return [company.id, new CallBook({ company, companyIndex, seed, firstStartedAt, ...how, added, changes })];
      }),
    );
  }

  all(): readonly TeamsCompany[] {
    return this.#defined.map((company) => ({ ...company, users: this.#usersOf(company) }));
  }

  /** By id, domain or name. @throws Error when there is none */
  named(name: string): TeamsCompany {
    const found = this.all().find((company) => [company.id, company.domain, company.name].includes(name));
    if (found === undefined) throw new Error(`The simulator has no company "${name}".`);
    return found;
  }

  withId(id: string): TeamsCompany | null {
    return this.all().find((company) => company.id === id) ?? null;
  }

  bookOf(companyId: string): CallBook {
    const book = this.#books.get(companyId);
    if (book === undefined) throw new Error(`The simulator has no company with the id ${companyId}.`);
    return book;
  }

  /** Who signs in with this address, letters' case aside; null where nobody does. */
  signIn(email: string): { readonly company: TeamsCompany; readonly user: SimulatedUser } | null {
    const wanted = email.toLowerCase();
    for (const company of this.all()) {
      const user = company.users.find(
        (one) => signsIn(one) && [one.mail, one.userPrincipalName].some((name) => name?.toLowerCase() === wanted),
      );
      if (user !== undefined) return { company, user };
    }
    return null;
  }

  /** Changes the user with this id. */
  put(companyId: string, user: SimulatedUser): void {
    this.#store.change(({ users }) => ({
      users: { ...users, [companyId]: [...(users[companyId] ?? []).filter(({ id }) => id !== user.id), user] },
    }));
  }

  #usersOf(company: TeamsCompany): readonly SimulatedUser[] {
    const changed = this.#store.state.users[company.id] ?? [];
    return company.users.map((user) => changed.find(({ id }) => id === user.id) ?? user);
  }
}
