import fc from 'fast-check';
import { EmployeeEntity } from '../storage/index.js';
import { type MappingFile, readMappingCsv, writeMappingCsv } from './mapping-csv.js';
import type { MappingRow } from './mapping-row.js';

const said = ({ lines, wrong }: MappingFile): string[] => [
  ...lines.map((it) => [it.line, it.employeeId, it.phoneUserId, it.source, it.from].join(' ')),
  ...wrong.first.map((it) => `${it.line}: ${it.message}`),
];
const read = async (...lines: string[]): Promise<string[]> => said(await readMappingCsv(lines.join('\r\n')));

describe('a mapping file', () => {
  it('is read whatever the order of its columns, and whatever separates them', async () => {
    const wanted = ['2 e1 7 manual 2026-11-01', '3 e2  none '];
    expect(
      await read('employeeId,phoneUserId,source,from,employeeName', 'e1,7,manual,2026-11-01,"Lee, Ann"', 'e2,,none,,'),
    ).toEqual(wanted);
    expect(await read('From;SOURCE;phoneuserid;employeeid;note', '2026-11-01;manual;7;e1;a, b', ';none;;e2;')).toEqual(
      wanted,
    );
    expect(
      await read('\uFEFFemployeeId\tphoneUserId\tsource\tfrom', 'e1\t7\tmanual\t2026-11-01', 'e2\t\tnone\t'),
    ).toEqual(wanted);
  });

  it('is read where its heading has blanks, or other separators in it', async () => {
    expect(await read('"note, x";Phone User ID;employee_id', 'n, m;7;e1')).toEqual(['2 e1 7 manual ']);
    expect(await read('employee-id|phoneUserId|a,b;c', 'e1|7|d')).toEqual(['2 e1 7 manual ']);
    expect(await read('sep=;', 'employeeId\tphoneUserId', 'e1\t7')).toEqual(['3 e1 7 manual ']);
  });

  it('is a choice by hand where it says nothing else, and "None" without a phone user', async () => {
    expect(await read('employeeId,phoneUserId', 'e1,7', '', ' e2 ,')).toEqual(['2 e1 7 manual ', '4 e2  manual ']);
  });

  it('tells every line that is wrong by itself', async () => {
    expect(
      await read(
        'employeeId,phoneUserId,source,from',
        ',7,manual,',
        'e1,7,by hand,',
        'e2,8,manual,2026-02-30',
        'e3',
        'e4,9,manual,,more',
        'e5,10,manual,',
      ),
    ).toEqual([
      '7 e5 10 manual ',
      '2: It names no employeeId.',
      '3: Its source must be manual, auto or none.',
      '4: Its from must be a day such as 2026-11-22.',
      '5: It has not as many fields as the heading.',
      '6: It has not as many fields as the heading.',
    ]);
  });

  it('gives back what was disarmed for a spreadsheet', async () => {
    expect(await read('employeeId,phoneUserId', "'=e1,'+7", "'e2,-8")).toEqual([
      '2 =e1 +7 manual ',
      "3 'e2 -8 manual ",
    ]);
  });

  it('passes over rows of commas, and takes the separator that it tells Excel', async () => {
    expect(await read('sep=;', 'employeeId;phoneUserId', ';', 'e1;7', ' ; ', '"";;;', 'e2;8')).toEqual([
      '4 e1 7 manual ',
      '7 e2 8 manual ',
    ]);
    expect(await read('employeeId;phoneUserId', '\u00a0;\u00a0', '\u200b;', 'e1;7')).toEqual(['4 e1 7 manual ']);
    expect(await read('', 'SEP=|', '', 'employeeId|phoneUserId', 'e1|7')).toEqual(['5 e1 7 manual ']);
  });

  it('names lines as an editor does, whatever ends them and however many a field takes', async () => {
    const text =
      'employeeId,phoneUserId,note\r\ne1,7,"two\r\nlines"\r\n\r\n,8,\re3,9,a "nick" name\n\n,9,\n"",10,"x\n\ny"\n,11,';
    expect(said(await readMappingCsv(text))).toEqual([
      '2 e1 7 manual ',
      '6 e3 9 manual ',
      ...[5, 8, 9, 12].map((line) => `${line}: It names no employeeId.`),
    ]);
  });

  it('survives what nobody sees in its heading and words', async () => {
    expect(await read('\u200bemployee\u200bId,phoneUserId,ｓｏｕｒｃｅ', 'e1,7,\u202amanual\u202c')).toEqual([
      '2 e1 7 manual ',
    ]);
  });

  it.each(['=1+1', 'x;=1+1', 'x\t@SUM(A1)'])('is run by no spreadsheet where somebody is called %j', async (name) => {
    const employee = Object.assign(new EmployeeEntity(), { id: 'e1', name, emails: [], phones: [], active: true });
    const state = { employees: [employee], phoneUsers: [], rows: [], matches: new Map(), today: '2026-03-04' };
    expect(writeMappingCsv(state)).toMatch(/[;\t,]'[=@]/);
  });

  it('gives each id back as it is, whatever stands in it', async () => {
    const id = fc
      .oneof(
        fc.string({ unit: fc.constantFrom(...`'=+-@ \t\r\n",;e1ü＝`), minLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
      )
      .filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(id, { minLength: 1 }), async (ids) => {
        const employees = ids.map((one) =>
          Object.assign(new EmployeeEntity(), { id: one, name: one, emails: [one], phones: [], active: true }),
        );
        const rows: MappingRow[] = ids.map((one) => ({
          ...{ id: one, employeeId: one, phoneUserId: one, source: 'manual', matchedOn: null },
          ...{ fromDay: null, untilDay: null },
        }));
        const state = { employees, phoneUsers: [], rows, matches: new Map(), today: '2026-03-04' };
        const { lines, wrong } = await readMappingCsv(writeMappingCsv(state));
        expect(wrong.count).toBe(0);
        expect(lines.map((line) => [line.employeeId, line.phoneUserId]).sort()).toEqual(
          ids.map((one) => [one, one]).sort(),
        );
      }),
    );
  });

  it.each([
    ['', 'its first line must be a heading with the columns employeeId and phoneUserId'],
    ['employeeId,from\r\ne1,', 'its first line must be a heading with the columns employeeId and phoneUserId'],
    ['myEmployeeId,phoneUserId\r\ne1,7', 'its first line must be a heading'],
    ['employeeId,phoneUserId\u2028e1,7', 'its first line must be a heading'],
    ['employeeId,phoneUserId,Phone User Id\ne1,7,8', 'its heading has the column phoneUserId more than once'],
    ['{"employeeId":"e1"}', 'its first line must be a heading'],
    ['sep=,\r\nemployeeId,phoneUserId\r\n"e1",7\n"e2,7', 'the quotation mark in line 4 is never closed'],
  ])('is not %j', async (text, why) => {
    const refused = expect(readMappingCsv(text)).rejects;
    await refused.toMatchObject({ status: 400, code: 'unreadable_csv', message: expect.stringContaining(why) });
  });
});
