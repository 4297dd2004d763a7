import { randomUUID } from 'node:crypto';
import { aCall, aConnection, aPhoneUser } from '../../test/support/stored-rows.js';
import { boundsBook, openStage, type Stage } from '../../test/support/stage.js';
import { People, TenantTermsBook } from '../access/index.js';
import type { Employee, TenantTerms } from '../contract/index.js';
import { ChangedEmployeeDayEntity, type ConnectionEntity, MappingEntity, PhoneUserEntity } from '../storage/index.js';
import { MappingFiles } from './mapping-files.service.js';
import { Mappings } from './mappings.service.js';

const terms: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};
const employee = (id: string, name: string): Employee => ({
  id,
  name,
  emails: [`${id}@acme.example`],
  phones: [],
  managerId: null,
  active: true,
});

const by = { tenantId: 'acme', employeeId: 'boss' };

describe('a mapping as a file', () => {
  let stage: Stage;
  let mappings: Mappings;
  let files: MappingFiles;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  beforeEach(async () => {
    const { tenants } = stage;
    const directory = {
      async *listEmployees() {
        await Promise.resolve();
        yield [employee('ann', 'Ann Lee'), employee('bob', 'Bob Park'), employee('cal', '=HYPERLINK("http://evil")')];
      },
    };
    const book = new TenantTermsBook({ termsOf: () => Promise.resolve(terms) }, tenants, boundsBook);
    const people = new People(directory, tenants, boundsBook);
    mappings = new Mappings(tenants, people, book);
    files = new MappingFiles(tenants, people, book);
    connection = aConnection(randomUUID());
    await em().persist(connection).flush();
    for (const [id, more] of [
      ['1', { displayName: 'Line One', emails: ['ann@acme.example'] }],
      ['2', { displayName: 'Line; "Two"' }],
      ['3', {}],
    ] as const) {
      await em().upsert(PhoneUserEntity, {
        ...aPhoneUser(connection, id, { ...more, emails: [...(more.emails ?? [])] }),
      });
    }
    await mappings.matchAgain(connection);
  });

  const em = () => stage.tenants.of(connection.tenantId);
  const rows = async (): Promise<string[]> =>
    (await em().find(MappingEntity, { connectionId: connection.id }))
      .map((it) => [it.employeeId, it.phoneUserId, it.source, it.fromDay, it.untilDay].join(' '))
      .sort();
  const csv = (...lines: string[]): string => ['employeeId,phoneUserId,source,from', ...lines].join('\n');

  it('lists everybody, and can be opened in a spreadsheet without running anything', async () => {
    await mappings.choose(by, connection, 'bob', { phoneUserId: '2' });

    const text = await files.export(connection);

    expect(text.split('\r\n')).toEqual([
      '\uFEFFemployeeId,phoneUserId,source,from,employeeName,employeeEmails,phoneUserName,matchedOn',
      'cal,,none,,"\'=HYPERLINK(""http://evil"")",cal@acme.example,,',
      'ann,1,auto,,Ann Lee,ann@acme.example,Line One,email',
      'bob,2,manual,,Bob Park,bob@acme.example,"Line; ""Two""",',
      '',
    ]);
  });

  it('changes nothing where it is read as it was written', async () => {
    await mappings.choose(by, connection, 'bob', { phoneUserId: '2' });
    await mappings.choose(by, connection, 'cal', { phoneUserId: '2', from: '2026-03-03' });
    await mappings.choose(by, connection, 'bob', { phoneUserId: null, from: '2026-03-03' });
    await mappings.choose(by, connection, 'ann', { phoneUserId: '3', from: '2100-01-01' });
    const before = await rows();

    const outcome = await files.import(by, connection, await files.export(connection));

    expect(outcome).toEqual({ lines: 3, changes: [], wrong: [], wrongLines: 0 });
    expect(await rows()).toEqual(before);
  });

  it('is taken as one: two swap, one is left to matching, and the days that pass are marked', async () => {
    await mappings.choose(by, connection, 'ann', { phoneUserId: '3' });
    await mappings.choose(by, connection, 'bob', { phoneUserId: '2' });
    await em()
      .persist(aCall(connection, '2', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z'))
      .flush();
    await em().nativeDelete(ChangedEmployeeDayEntity, {});

    const outcome = await files.import(by, connection, csv('cal,3,,', 'ann,,auto,', 'bob,,manual,2026-03-02'));

    expect(outcome.wrong).toEqual([]);
    expect(outcome.changes.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(await rows()).toEqual([
      'ann 1 auto  ',
      'bob  manual 2026-03-02 ',
      'bob 2 manual  2026-03-02',
      'cal 3 manual  ',
    ]);
    const marked = await em().find(ChangedEmployeeDayEntity, {});
    expect(marked.map(({ employeeId, day }) => `${employeeId} ${day}`)).toEqual(['bob 2026-03-02']);
  });

  it('lets two employees swap their phone users', async () => {
    await mappings.choose(by, connection, 'ann', { phoneUserId: '1' });
    await mappings.choose(by, connection, 'bob', { phoneUserId: '2' });

    await files.import(by, connection, csv('ann,2', 'bob,1').replace(',source,from', ''));

    expect(await rows()).toEqual(['ann 2 manual  ', 'bob 1 manual  ']);
  });

  it('is refused whole, with every line that is wrong; the trial lists the same and changes nothing', async () => {
    await mappings.choose(by, connection, 'bob', { phoneUserId: '2' });
    const before = await rows();
    const text = csv(
      'cal,3,manual,',
      'ann,2,manual,',
      'zoe,3,manual,',
      'ann,3,manual,',
      'bob,5.55123E+15,manual,',
      'dan,1,by hand,',
    );
    const wrong = [
      {
        line: 3,
        message:
          'Bob Park already has the phone user Line; "Two", and nothing was changed. Give the day from which it is Ann ' +
          'Lee’s: the days before stay where they are. Where it was Ann Lee’s all along, give the day of its first ' +
          'call: then all of its calls are.',
      },
      { line: 4, message: 'There is no employee “zoe” here.' },
      { line: 5, message: 'Ann Lee has line 3 already.' },
      {
        line: 6,
        message:
          'There is no user “5.55123E+15” in the phone system. A spreadsheet has shortened it: have it show that column ' +
          'as text, and export again.',
      },
      { line: 7, message: 'Its source must be manual, auto or none.' },
    ];

    expect(await files.check(connection, text)).toMatchObject({ lines: 6, wrong, wrongLines: 5 });
    await expect(files.import(by, connection, text)).rejects.toMatchObject({
      status: 400,
      code: 'wrong_lines',
      message: expect.stringContaining('Nothing was changed, since 5 lines are wrong; the first is line 3: Bob Park'),
      errors: wrong.map(({ line, message }) => ({ field: `line ${line}`, message })),
    });

    expect(await rows()).toEqual(before);
  });

  it('tells the first hundred wrong lines and how many more there are, and lets others have their turn', async () => {
    const text = csv(...Array.from({ length: 30_001 }, (_, at) => `zoe${at},3,manual,`));
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);

    const found = await files.check(connection, text);
    clearInterval(ticking);
    const refused = await files.import(by, connection, text).catch((problem: unknown) => problem);

    expect(found).toMatchObject({ lines: 30_001, changes: [], wrongLines: 30_001 });
    expect(found.wrong.map((it) => it.line)).toEqual(Array.from({ length: 100 }, (_, at) => at + 2));
    expect(turns).toBeGreaterThan(50);
    expect(refused).toMatchObject({
      code: 'wrong_lines',
      message:
        'Nothing was changed, since 30001 lines are wrong; the first is line 2: There is no employee “zoe0” here. ' +
        'The first 100 are listed here, and 29901 more are not.',
    });
    expect(JSON.stringify(refused).length).toBeLessThan(20_000);
  });

  it('repeats no id in full that is longer than any', async () => {
    const { wrong } = await files.check(connection, csv(`${'x'.repeat(5_000)},3,,`, `ann,${'9'.repeat(5_000)},,`));
    expect(wrong.map(({ message }) => message.length < 200)).toEqual([true, true]);
  });

  it.each(['4E+10,3', 'ann,"4,15555E+10"', 'ann,4.15555e+10'])('says what a spreadsheet did to %s', async (line) => {
    const { wrong } = await files.check(connection, csv(`${line},,`));
    expect(wrong.map(({ message }) => message)).toEqual([expect.stringContaining('A spreadsheet has shortened it')]);
  });

  it('tries a good file without changing anything', async () => {
    const before = await rows();

    expect(await files.check(connection, csv('cal,3,,'))).toEqual({
      lines: 1,
      changes: [{ line: 2, employeeId: 'cal', phoneUserId: '3', source: 'manual', from: null }],
      wrong: [],
      wrongLines: 0,
    });

    expect(await rows()).toEqual(before);
  });

  it('does not take a choice that calls itself automatic', async () => {
    const { wrong } = await files.check(connection, csv('cal,3,auto,'));

    expect(wrong).toEqual([
      {
        line: 2,
        message: 'To choose a phone user for =HYPERLINK("http://evil") by hand, write manual as the source.',
      },
    ]);
  });
});
