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
    const { entries } = await new AuditTrail(stage.tenants).page('acme', null, 10);
    expect(entries).toMatchObject([{ actor: 'boss', subject: 'worker' }]);
  });

  it('is given a page at a time, newest first, whatever is written meanwhile', async () => {
    const trail = new AuditTrail(stage.tenants);
    const write = (...subjects: string[]): Promise<void> =>
      stage.tenants.transaction('globex', (em) =>
        audit(
          em,
          { tenantId: 'globex', employeeId: 'boss' },
          ...subjects.map((subject) => ({ action: 'map' as const, subject })),
        ),
      );
    const page = async (after: number | null): Promise<unknown> => {
      const { entries, next } = await trail.page('globex', after, 2);
      return [entries.map(({ subject }) => subject).join(), next];
    };
    expect(await page(null)).toEqual(['', null]);
    await write('1', '2', '3', '4', '5');
    expect(await page(null)).toEqual(['5,4', 3]);
    await write('6');
    expect(await page(3)).toEqual(['3,2', 1]);
    expect(await page(1)).toEqual(['1', null]);
    expect(await page(99)).toEqual(['6,5', 4]);
    const all: string[] = [];
    for await (const entries of trail.pages('globex', 4)) all.push(entries.map(({ subject }) => subject).join());
    expect(all).toEqual(['6,5,4,3', '2,1']);
  });
});
