import { Injectable } from '@nestjs/common';
import type { Subject, SubjectFinder } from '../access/index.js';
import type { Caller } from '../contract/index.js';

/** Whoever asks, about themselves: anybody who is signed in. */
@Injectable()
export class OwnSubject implements SubjectFinder {
  find(_tenantId: string, _params: Readonly<Record<string, string>>, { employeeId }: Caller): Promise<Subject<null>> {
    return Promise.resolve({ thing: null, employees: [{ id: employeeId, managerId: null }] });
  }
}
