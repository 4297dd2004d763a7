import { ErasedPeople, TenantDatabase } from '../../src/access/index.js';
import { writeCalls } from '../../src/calls/call-writer.js';
import { HostNews } from '../../src/jobs/host-news.js';
import { type ConnectionStatus, DayScoreEntity, PhoneUserEntity } from '../../src/storage/index.js';
import { aRecord } from '../support/call-records.js';
import { type House, openHouse } from '../support/house.js';
import { aConnection, aPhoneUser } from '../support/stored-rows.js';

describe('employees of the host that changed', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const tenants = (): TenantDatabase => house.app.get(TenantDatabase, { strict: false });

  it.each<[ConnectionStatus, string, string]>([
    ['disconnected', 'acme', 'dana@acme.example'],
    ['needs-reconnect', 'globex', 'noah@globex.example'],
  ])(
    'are matched, and their stored calls count, where the connection is %s',
    async (status, tenantId, email) => {
      const connection = aConnection(tenantId, { status });
      const em = () => tenants().of(tenantId);
      await em().persist(connection).flush();
      await em().insert(PhoneUserEntity, { ...aPhoneUser(connection, email), emails: [email] });
      await tenants().transaction(tenantId, (inside) =>
        writeCalls(
          inside,
          {
            connection,
            timeZone: 'America/New_York',
            erased: house.app.get(ErasedPeople, { strict: false }),
            toldBy: 'list',
          },
          [aRecord(email, { userExternalId: email })],
        ),
      );
      const scores = async (): Promise<number> => await em().count(DayScoreEntity, { tenantId });
      const before = await scores();
      await house.app.get(HostNews, { strict: false }).employeesChanged(tenantId);
      while ((await scores()) === before) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await scores()).toBe(before + 1);
    },
    30_000,
  );
});
