import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { jsonLiteral } from './json-literal.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';

/** What PostgreSQL stores: it knows neither NUL nor halves of characters. */
const storable = fc.jsonValue({ stringUnit: 'grapheme' }).filter((value) => !JSON.stringify(value).includes('\\u0000'));

describe('jsonLiteral', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;

  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm(database.location);
  });
  afterAll(async () => {
    await orm.close(true);
    await database.drop();
  });

  it.each(['on', 'off'])('is read as what was written, where standard_conforming_strings is %s', async (setting) => {
    await orm.em.fork().transactional(async (em) => {
      await em.execute(`set local standard_conforming_strings = ${setting}`);
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(storable, fc.constantFrom("'", '\\', "\\'", '?', '??', "'?'", '$1')),
          async (value) => {
            const [row] = await em.execute<{ same: boolean; after: string }[]>(
              'select ?::jsonb::text = ?::jsonb::text as same, ? as after',
              [jsonLiteral(value), JSON.stringify(value), 'after'],
            );
            expect(row).toEqual({ same: true, after: 'after' });
          },
        ),
      );
    });
  });
});
