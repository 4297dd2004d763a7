import { type MappingFile, readMappingCsv } from './mapping-csv.js';

const said = ({ lines, wrong }: MappingFile): string[] => [
  ...lines.map((it) => [it.line, it.employeeId, it.phoneUserId, it.source, it.from].join(' ')),
  ...wrong.map((it) => `${it.line}: ${it.message}`),
];
const read = (...lines: string[]): string[] => said(readMappingCsv(lines.join('\r\n')));

describe('a mapping file', () => {
  it('is read whatever the order of its columns, and whatever separates them', () => {
    const wanted = ['2 e1 7 manual 2026-11-01', '3 e2  none '];
    expect(
      read('employeeId,phoneUserId,source,from,employeeName', 'e1,7,manual,2026-11-01,"Lee, Ann"', 'e2,,none,,'),
    ).toEqual(wanted);
    expect(read('From;SOURCE;phoneuserid;employeeid;note', '2026-11-01;manual;7;e1;a, b', ';none;;e2;')).toEqual(
      wanted,
    );
    expect(read('\uFEFFemployeeId\tphoneUserId\tsource\tfrom', 'e1\t7\tmanual\t2026-11-01', 'e2\t\tnone\t')).toEqual(
      wanted,
    );
  });

  it('is a choice by hand where it says nothing else, and "None" without a phone user', () => {
    expect(read('employeeId,phoneUserId', 'e1,7', '', ' e2 ,')).toEqual(['2 e1 7 manual ', '4 e2  manual ']);
  });

  it('tells every line that is wrong by itself', () => {
    expect(
      read(
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

  it('gives back what was disarmed for a spreadsheet', () => {
    expect(read('employeeId,phoneUserId', "'=e1,'+7", "'e2,-8")).toEqual(['2 =e1 +7 manual ', "3 'e2 -8 manual "]);
  });

  it.each([
    ['', 'its first line must be a heading with the columns employeeId and phoneUserId'],
    ['employeeId,from\r\ne1,', 'its first line must be a heading with the columns employeeId and phoneUserId'],
    ['{"employeeId":"e1"}', 'its first line must be a heading'],
    ['employeeId,phoneUserId\r\n"e1,7', 'Quote Not Closed'],
  ])('is not %j', (text, why) => {
    expect(() => readMappingCsv(text)).toThrow(expect.objectContaining({ status: 400, code: 'unreadable_csv' }));
    expect(() => readMappingCsv(text)).toThrow(why);
  });
});
