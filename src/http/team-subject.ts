import { Injectable } from '@nestjs/common';
import { People, type Subject, type SubjectFinder } from '../access/index.js';
import type { Caller } from '../contract/index.js';

/** The team of whoever asks: it is theirs where somebody reports to them, and a manager's also where nobody does. */
@Injectable()
export class TeamSubject implements SubjectFinder {
  constructor(private readonly people: People) {}

  async find(tenantId: string, _params: Readonly<Record<string, string>>, caller: Caller): Promise<Subject<null>> {
    const { employeeId: id } = caller;
    const report = caller.role === 'employee' ? await this.people.reportOf(tenantId, id) : null;
    return { thing: null, employees: [{ id, managerId: null }, ...(report === null ? [] : [report])] };
  }
}
