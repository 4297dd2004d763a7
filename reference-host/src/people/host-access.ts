import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Access, Caller } from 'prodoscore-phone-systems';
import { SessionCookie } from '../session/session-cookie.js';
import { Sessions } from '../session/sessions.service.js';
import { People, type Person } from './people.js';

/** Who is asking: the person whom the session cookie names, as long as they still work here. */
@Injectable()
export class HostAccess implements Access {
  constructor(
    private readonly people: People,
    private readonly cookie: SessionCookie,
    private readonly sessions: Sessions,
  ) {}

  async whoIs(request: unknown): Promise<Caller | null> {
    const person = await this.personBehind(request as Request);
    return person && { tenantId: person.tenant.id, employeeId: person.employee.id, role: person.employee.role };
  }

  /** The same person with their name and tenant, for the host's own pages. */
  async personBehind(request: Request): Promise<Person | null> {
    const session = await this.sessions.find(this.cookie.idIn(request.headers.cookie));
    const person = session && this.people.find(session.tenantId, session.employeeId);
    return person?.employee.active ? person : null;
  }
}
