import { CallBook } from './call-book.js';
import type { ZoomPhoneHabits } from './habits.js';
import type { SimulatedCall, SimulatedUser, ZoomCompany } from './model.js';
import { userOf } from './parties.js';
import type { AccountState, ZoomPhoneStore } from './state.js';

/** How companies and their calls are to be. */
export interface CompaniesOptions {
  readonly historyDays: number;
  readonly habits: ZoomPhoneHabits;
}

/** The companies as they are now: as they were defined, with what was added and changed since. */
export class Companies {
  readonly #defined: readonly ZoomCompany[];
  readonly #books: ReadonlyMap<string, CallBook>;
  readonly #store: ZoomPhoneStore;

  constructor(defined: readonly ZoomCompany[], store: ZoomPhoneStore, { historyDays, habits }: CompaniesOptions) {
    this.#defined = defined.map((company) => (habits.extensionIdPassesOn ? passedOn(company) : company));
    this.#store = store;
    const { seed, firstStartedAt } = store.state;
    this.#books = new Map(
      this.#defined.map((company, companyIndex) => {
        const added = (): readonly SimulatedCall[] =>
          store.state.added.filter(({ accountId }) => accountId === company.accountId).map(({ call }) => call);
        const source = { company, companyIndex, seed, firstStartedAt, historyDays, habits, added };
        return [company.accountId, new CallBook(source)];
      }),
    );
  }

  all(): readonly ZoomCompany[] {
    return this.#defined.map((company) => ({ ...company, users: this.#usersOf(company) }));
  }

  /** By account id, domain or name. @throws Error when there is none */
  named(name: string): ZoomCompany {
    const found = this.all().find((company) => [company.accountId, company.domain, company.name].includes(name));
    if (found === undefined) throw new Error(`The simulator has no company "${name}".`);
    return found;
  }

  callsOf(accountId: string): CallBook {
    const book = this.#books.get(accountId);
    if (book === undefined) throw new Error(`The simulator has no account with the id ${accountId}.`);
    return book;
  }

  stateOf(accountId: string): AccountState {
    return this.#store.state.accounts[accountId] ?? { phone: 'on', app: 'allowed' };
  }

  /** Who signs in with this e-mail, letters' case aside; null where nobody does. */
  signIn(email: string): { readonly company: ZoomCompany; readonly user: SimulatedUser } | null {
    const wanted = email.toLowerCase();
    for (const company of this.all()) {
      const user = company.users.find((one) => signsIn(one) && one.email.toLowerCase() === wanted);
      if (user !== undefined) return { company, user };
    }
    return null;
  }

  /** Changes the person with this id. */
  put(accountId: string, user: SimulatedUser): void {
    this.#store.change(({ users }) => ({
      users: { ...users, [accountId]: [...(users[accountId] ?? []).filter(({ id }) => id !== user.id), user] },
    }));
  }

  #usersOf(company: ZoomCompany): readonly SimulatedUser[] {
    const changed = this.#store.state.users[company.accountId] ?? [];
    return [...company.users.filter(({ id }) => !changed.some((one) => one.id === id)), ...changed].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
  }
}

/** Whether somebody is there and may sign in. */
export const signsIn = ({ gone, status }: SimulatedUser): boolean => gone !== true && status !== 'deactivate';

/** Whoever was given another's extension has it under the same id. */
const passedOn = (company: ZoomCompany): ZoomCompany => ({
  ...company,
  users: company.users.map((user) =>
    user.succeeds === undefined ? user : { ...user, extensionId: userOf(company, user.succeeds).extensionId },
  ),
});
