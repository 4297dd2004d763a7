/**
 * What a host may report, so that it takes effect at once instead of at the next round. Inject it from `PhoneSystemModule`.
 *
 * @example
 * constructor(private readonly phoneSystems: HostNews) {}
 * await this.phoneSystems.employeesChanged(tenantId);
 */
export abstract class HostNews {
  /**
   * Call it when employees or terms of a tenant changed. Both are read before it resolves. A connected phone system then
   * begins a round, in which employees are matched again; where the phone system is not connected, employees are matched
   * at once with the phone users and calls that are stored.
   *
   * @throws what the host's `TenantPolicy` or `EmployeeDirectory` throws. What had been read before stays in effect, and
   *   the next round reads both again; without one, the daily retention run does
   */
  abstract employeesChanged(tenantId: string): Promise<void>;
}
