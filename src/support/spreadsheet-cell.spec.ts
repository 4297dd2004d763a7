import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { armed, disarmed } from './spreadsheet-cell.js';

const field = fc.string({ unit: fc.constantFrom(...`'=+-@ \t\r\n",;x1\u00a0\u2003\ufeff＝`) });

/** What a spreadsheet makes cells of that takes a file apart at some character, whatever the quotation marks say. */
const cellsOf = (file: string, separator: string): string[] => file.split(/[\r\n]/).flatMap((l) => l.split(separator));

const isRun = (cell: string): boolean => /^["\p{Zs}\ufeff]*[=+\-@＝＋－＠]/u.test(cell);

describe('a field of a CSV file', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['x;=1+1', "x;'=1+1"],
    ['x; "=1+1"', `x;' "=1+1"`],
    ['x\n=1+1', "x\n'=1+1"],
    ['x\t@SUM(A1)', "x\t'@SUM(A1)"],
    ["'=1+1", "''=1+1"],
    ['\u2003=1+1', "'\u2003=1+1"],
    ['x;\u3000"\ufeff=1+1', `x;'\u3000"\ufeff=1+1`],
    ['2026-11-29;x-1, =1', '2026-11-29;x-1, =1'],
    ['[1,-2]', '[1,-2]'],
  ])('holds no formula: %j', (told, written) => {
    expect(disarmed(told)).toBe(written);
    expect(armed(written)).toBe(told);
  });

  it('is run by no spreadsheet, whatever parts fields there, and is given back as it was', () => {
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 3 }), (fields) => {
        const file = stringify([fields], { cast: { string: disarmed } });
        for (const separator of [';', '\t']) expect(cellsOf(file, separator).filter(isRun)).toEqual([]);
        expect(fields.map((it) => armed(disarmed(it)))).toEqual(fields);
      }),
      { numRuns: 2_000 },
    );
  });
});
