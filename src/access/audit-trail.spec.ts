import { openStage, type Stage } from '../../test/support/stage.js';
import { audit, AuditTrail } from './audit-trail.js';

describe('the audit trail', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
    const boss = { tenantId: 'acme', employeeId: 'boss' };
    await stage.tenants.transaction('acme', (em) => audit(em, boss, { action: 'erase', subject: 'worker' }));
  });

  afterAll(() => stage.close());

  it.each([
    `update phone_system.audit_entry set actor = 'somebody else'`,
    'delete from phone_system.audit_entry',
    'truncate phone_system.audit_entry',
  ])('stays as it was written, whoever says: %s', async (statement) => {
    await expect(stage.tenants.of('acme').execute(statement)).rejects.toThrow(/append-only/);
    expect(await new AuditTrail(stage.tenants).list('acme')).toMatchObject([{ actor: 'boss', subject: 'worker' }]);
  });
});
