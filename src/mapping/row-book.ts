/** On one day an employee is one phone user, and a phone user one employee. */
export interface Party {
  readonly employeeId: string;
  readonly phoneUserId: string | null;
}

/** Rows, to be found by their employee and their phone user, however many there are. */
export class RowBook<R extends Party> {
  readonly #rows = new Set<R>();
  readonly #ofEmployee = new Map<string, Set<R>>();
  readonly #ofPhoneUser = new Map<string, Set<R>>();

  constructor(rows: readonly R[]) {
    rows.forEach((row) => this.add(row));
  }

  all(): R[] {
    return [...this.#rows];
  }

  /** Those of the employee, and those of the phone user. */
  of({ employeeId, phoneUserId }: Party): R[] {
    const ofUser = phoneUserId === null ? undefined : this.#ofPhoneUser.get(phoneUserId);
    return [...new Set([...(this.#ofEmployee.get(employeeId) ?? []), ...(ofUser ?? [])])];
  }

  /** Puts rows in the place of others. */
  replace(before: readonly R[], after: readonly R[]): void {
    for (const row of before) {
      this.#rows.delete(row);
      for (const group of this.groupsOf(row)) group.delete(row);
    }
    after.forEach((row) => this.add(row));
  }

  private add(row: R): void {
    this.#rows.add(row);
    for (const group of this.groupsOf(row)) group.add(row);
  }

  private groupsOf({ employeeId, phoneUserId }: Party): Set<R>[] {
    const groups = [groupIn(this.#ofEmployee, employeeId)];
    return phoneUserId === null ? groups : [...groups, groupIn(this.#ofPhoneUser, phoneUserId)];
  }
}

function groupIn<R>(groups: Map<string, Set<R>>, key: string): Set<R> {
  const group = groups.get(key) ?? new Set<R>();
  groups.set(key, group);
  return group;
}
