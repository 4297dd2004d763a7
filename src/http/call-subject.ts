import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { People, type Subject, type SubjectFinder, type Subordinate } from '../access/index.js';
import { type CallView, ScoredDays } from '../scoring/index.js';
import { problem } from '../support/problems.js';

/** A call, with those whose days list it or another record of its conversation. */
export interface OwnedCall {
  readonly call: CallView;
  readonly people: readonly Subordinate[];
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
    if (call === null) throw problem('unknown_call');
    const ids = [...new Set([call, ...call.conversation].flatMap(({ owners }) => owners))];
    const found = await Promise.all(ids.map((id) => this.people.find(tenantId, id)));
    const people = found.filter((person) => person !== null);
    return { thing: { call, people }, employees: people.filter(({ id }) => call.owners.includes(id)) };
  }
}
