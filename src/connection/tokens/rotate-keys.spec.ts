import { randomBytes } from 'node:crypto';
import { type DialpadDesk, openDialpadDesk } from '../../../test/support/dialpad-desk.js';
import { openStage, type Stage } from '../../../test/support/stage.js';
import { ConnectAttempts } from '../sign-in/connect-attempts.service.js';
import type { TenantDatabase } from '../../access/tenant-database.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import { ConnectionEntity } from '../../storage/index.js';
import { SealBroken } from '../../support/sealed-box.js';
import { parseTokenKeys, type TokenKey } from '../../support/token-keys.js';
import { rotateKeys } from './rotate-keys.js';
import { SEALED_COLUMNS } from './sealed-columns.js';
import { TokenKeyCheck } from './token-key-check.service.js';

const aKey = (id: string): TokenKey => parseTokenKeys(`${id}:${randomBytes(32).toString('base64')}`).keys[0]!;

describe('changing token keys', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let old: TokenKey;
  const fresh = aKey('fresh');

  beforeAll(async () => {
    stage = await openStage({ publicUrl: 'http://127.0.0.1:3000' });
    old = stage.settings.tokenKeys[0]!;
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    const caller = { tenantId: desk.tenantId, employeeId: 'e1', role: 'admin' } as const;
    await new ConnectAttempts(stage.tenants, desk.keys).begin(caller, 'dialpad', '/', 'browser', 'verifier');
    await stage.tenants.transaction(desk.tenantId, (em) => stage.erased.beginRegister(em, desk.tenantId));
  });

  afterEach(async () => {
    await stage.tenants.acrossTenants().execute('delete from phone_system.connect_attempt');
    await stage.tenants.acrossTenants().execute('delete from phone_system.erasure_key');
    await desk.close();
  });

  const keysWith = (...tokenKeys: TokenKey[]): TokenKeys => new TokenKeys({ ...stage.settings, tokenKeys });
  const keyIds = async (): Promise<string[]> => {
    const ids: string[] = [];
    for (const { table, column } of SEALED_COLUMNS) {
      const rows = await stage.tenants
        .acrossTenants()
        .execute<{ id: string }[]>(`select split_part(${column}, '.', 2) as id from phone_system.${table}`);
      ids.push(...rows.map(({ id }) => id));
    }
    return ids;
  };
  const check = (keys: TokenKeys): Promise<void> => new TokenKeyCheck(stage.tenants, keys).onModuleInit();

  it('knows every sealed column', async () => {
    const rows = await stage.tenants.acrossTenants().execute<{ name: string }[]>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'phone_system' and column_name like 'sealed%'`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(
      SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort(),
    );
  });

  it('seals everything under the first key, and a second time finds nothing to do', async () => {
    expect(await keyIds()).toEqual(['test', 'test', 'test', 'test']);
    expect(await rotateKeys(stage.tenants, [fresh, old])).toEqual({ resealed: 4, unopened: [] });
    expect(await keyIds()).toEqual(['fresh', 'fresh', 'fresh', 'fresh']);
    expect(await rotateKeys(stage.tenants, [fresh, old])).toEqual({ resealed: 0, unopened: [] });
    await check(keysWith(fresh));
  });

  it('goes on where it was ended, and opens with both keys meanwhile', async () => {
    await rotateKeys(stage.tenants, [fresh, old]);
    await desk.complete(desk.grant('dana@acme.example'));
    expect(new Set(await keyIds())).toEqual(new Set(['fresh', 'test']));
    await check(keysWith(fresh, old));
    await rotateKeys(stage.tenants, [fresh, old]);
    expect(new Set(await keyIds())).toEqual(new Set(['fresh']));
  });

  it('is ended in its middle, and done by the next run with what is left', async () => {
    let left = 2;
    const endedEarly = Object.assign(Object.create(stage.tenants) as TenantDatabase, {
      acrossTenants: () => ({
        execute: (sql: string, values: unknown[]) => {
          if (sql.startsWith('update') && left-- === 0) throw new Error('The process is ended.');
          return stage.tenants.acrossTenants().execute(sql, values);
        },
      }),
    });
    await expect(rotateKeys(endedEarly, [fresh, old])).rejects.toThrow('The process is ended.');
    expect((await keyIds()).sort()).toEqual(['fresh', 'fresh', 'test', 'test']);
    await check(keysWith(fresh, old));
    expect(await rotateKeys(stage.tenants, [fresh, old])).toEqual({ resealed: 2, unopened: [] });
    expect(new Set(await keyIds())).toEqual(new Set(['fresh']));
  });

  it('leaves what it cannot open, and says where and why', async () => {
    const { resealed, unopened } = await rotateKeys(stage.tenants, [fresh]);
    expect(resealed).toBe(0);
    expect(unopened.map(({ where, count }) => `${count} ${where}`)).toContain('1 connection.sealed_tokens');
    expect(unopened[0]?.why).toMatch(/No key "test" is configured/);
  });

  it('stops the start with a sentence where a key is missing, or is another one under the same id', async () => {
    await expect(check(keysWith(fresh))).rejects.toThrow(/TOKEN_KEYS lacks the key "test".*put it behind the first/);
    await expect(check(keysWith(aKey('test')))).rejects.toThrow(/"test".*is another key/);
    await check(keysWith(old));
  });

  it('does not open a row that was copied to another connection', async () => {
    const { sealedTokens } = await desk.only();
    expect(() => desk.keys.unseal(sealedTokens ?? '', '00000000-0000-4000-8000-000000000000')).toThrow(SealBroken);
    const copy = Object.assign(new ConnectionEntity(), await desk.only(), {
      id: '00000000-0000-4000-8000-000000000000',
      accountExternalId: 'elsewhere',
      status: 'disconnected',
    });
    await stage.tenants.of(desk.tenantId).insert(ConnectionEntity, { ...copy });
    await expect(desk.vault.read(copy)).rejects.toThrow(SealBroken);
  });
});
