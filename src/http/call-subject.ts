import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { SubjectFinder } from '../access/index.js';
import { ScoredDays } from '../scoring/index.js';
import { Problem } from '../support/problem.js';

/** Whose call a `:callId` is: it belongs to the employee whom its phone user was mapped to. */
@Injectable()
export class CallSubject implements SubjectFinder {
  constructor(private readonly scoredDays: ScoredDays) {}

  async employeeOf(tenantId: string, { callId = '' }: Readonly<Record<string, string>>): Promise<string | null> {
    const call = isUUID(callId) ? await this.scoredDays.call(tenantId, callId) : null;
    if (call === null) throw unknownCall();
    return call.employee?.id ?? null;
  }
}

export const unknownCall = (): Problem => new Problem(404, 'unknown_call', 'There is no such call here.');
