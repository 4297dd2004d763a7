import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { People, type Subject, type SubjectFinder, type Subordinate } from '../access/index.js';
import { type CallView, ScoredDays } from '../scoring/index.js';
import { Problem } from '../support/problem.js';

/** A call, with those whose days list it. */
export interface OwnedCall {
  readonly call: CallView;
  readonly owners: readonly Subordinate[];
}

/** Whose call a `:callId` is: it belongs to everybody whose days list it, as their phone user was mapped on these. */
@Injectable()
export class CallSubject implements SubjectFinder {
  constructor(
    private readonly scoredDays: ScoredDays,
    private readonly people: People,
  ) {}

  async find(tenantId: string, { callId = '' }: Readonly<Record<string, string>>): Promise<Subject<OwnedCall>> {
    const call = isUUID(callId) ? await this.scoredDays.call(tenantId, callId) : null;
    if (call === null) throw new Problem(404, 'unknown_call', 'There is no such call here.');
    const found = await Promise.all(call.owners.map((id) => this.people.find(tenantId, id)));
    const owners = found.filter((owner) => owner !== null);
    return { thing: { call, owners }, employees: owners };
  }
}
