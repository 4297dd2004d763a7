import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { People, type Subject, type SubjectFinder } from '../access/index.js';
import { type CallView, ScoredDays } from '../scoring/index.js';
import { Problem } from '../support/problem.js';

/** Whose call a `:callId` is: it belongs to the employee whom its phone user was mapped to. */
@Injectable()
export class CallSubject implements SubjectFinder {
  constructor(
    private readonly scoredDays: ScoredDays,
    private readonly people: People,
  ) {}

  async find(tenantId: string, { callId = '' }: Readonly<Record<string, string>>): Promise<Subject<CallView>> {
    const thing = isUUID(callId) ? await this.scoredDays.call(tenantId, callId) : null;
    if (thing === null) throw unknownCall();
    return { thing, employee: thing.employee && (await this.people.find(tenantId, thing.employee.id)) };
  }
}

export const unknownCall = (): Problem => new Problem(404, 'unknown_call', 'There is no such call here.');
