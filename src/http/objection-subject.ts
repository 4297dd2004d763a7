import { Injectable } from '@nestjs/common';
import { People, type Subject, type SubjectFinder } from '../access/index.js';
import { Objections } from '../privacy/index.js';
import { problem } from '../support/problems.js';

/** Whose objection an `:id` is. */
@Injectable()
export class ObjectionSubject implements SubjectFinder {
  constructor(
    private readonly objections: Objections,
    private readonly people: People,
  ) {}

  async find(tenantId: string, { id = '' }: Readonly<Record<string, string>>): Promise<Subject<null>> {
    const objection = await this.objections.find(tenantId, id);
    if (objection === null) throw problem('unknown_objection');
    const employee = await this.people.find(tenantId, objection.employeeId);
    return { thing: null, employees: employee === null ? [] : [employee] };
  }
}
