/**
 * What a host may tell, so that it is noticed at once and not at the next round. Inject it from `PhoneSystemModule`.
 *
 * @example
 * constructor(private readonly phoneSystems: HostNews) {}
 * await this.phoneSystems.employeesChanged(tenantId);
 */
export abstract class HostNews {
  /**
   * Employees or terms of a tenant changed: they are read again, and a round is made. Where none can be, because a
   * connection is not connected, the employees are matched with what is stored of it, and the stored calls count.
   *
   * @throws what the host's `TenantPolicy` or `EmployeeDirectory` throws; what was noted before holds on, and the next
   *   round, or the daily sweep of what is older than is kept, reads them again
   */
  abstract employeesChanged(tenantId: string): Promise<void>;
}
