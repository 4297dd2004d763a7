import type { Visitor } from './visitor.js';

/** Whether a visitor may decide about somebody's calls: administrators, and the manager. The surface has the last word. */
export function mayExclude({ me, tenant }: Visitor, employeeId: string | undefined): boolean {
  if (me.role === 'admin') return true;
  return tenant.employees.find(({ id }) => id === employeeId)?.managerId === me.employeeId;
}
