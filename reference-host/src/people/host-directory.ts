import { Injectable } from '@nestjs/common';
import type { Employee, EmployeeDirectory } from 'prodoscore-phone-systems';
import { People } from './people.js';

const PAGE = 500;

/** Who works at a tenant of the reference host. */
@Injectable()
export class HostDirectory implements EmployeeDirectory {
  constructor(private readonly people: People) {}

  async *listEmployees(tenantId: string): AsyncIterable<readonly Employee[]> {
    const employees = this.people.tenant(tenantId)?.employees ?? [];
    for (let at = 0; at < employees.length; at += PAGE) yield await Promise.resolve(employees.slice(at, at + PAGE));
  }
}
