import fc from 'fast-check';
import { choose, forget, holdersAgainst } from './choose.js';
import type { MappingRow } from './mapping-row.js';
import type { EmployeeMatch, Match } from './match.js';
import { daysThatPass, operationsBetween } from './operations.js';
import { reconcile } from './reconcile.js';
import { ALL_TIME, covers, overlap, since } from './spans.js';

const TODAY = '2026-03-04';
const EARLIER = '2026-03-02';
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];

const row = (employeeId: string, phoneUserId: string | null, more: Partial<MappingRow> = {}): MappingRow => ({
  id: `${employeeId}-${phoneUserId}`,
  employeeId,
  phoneUserId,
  source: 'auto',
  matchedOn: 'email',
  ...ALL_TIME,
  ...more,
});
const byHand = { source: 'manual', matchedOn: null } as const;

const finds = (
  found: Record<string, string | null>,
  by: Omit<Match, 'phoneUserId'> = { matchedOn: 'email', sureFrom: null },
): ReadonlyMap<string, EmployeeMatch> =>
  new Map(
    Object.entries(found).map(([id, phoneUserId]) => {
      const match: Match | null = phoneUserId === null ? null : { phoneUserId, ...by };
      return [id, { match, keeps: null, candidates: [] }];
    }),
  );

/** Who has what, in words. */
const told = (rows: readonly MappingRow[]): string[] =>
  rows
    .map(({ employeeId, phoneUserId, source, fromDay, untilDay }) =>
      [employeeId, phoneUserId, source, `${fromDay ?? ''}..${untilDay ?? ''}`].join(' '),
    )
    .sort();

describe('automatic rows', () => {
  it('come with a new match, for the past as well', () => {
    const rows = reconcile([], finds({ ann: '1', bob: null }), TODAY);
    expect(rows).toEqual([row('ann', '1', { id: null })]);
  });

  it('are the same as long as the match is', () => {
    expect(reconcile([row('ann', '1')], finds({ ann: '1' }), TODAY)).toEqual([row('ann', '1')]);
  });

  it('say on what they are matched now', () => {
    const rows = reconcile([row('ann', '1', { matchedOn: 'phone' })], finds({ ann: '1' }), TODAY);
    expect(rows).toEqual([row('ann', '1', { matchedOn: 'email' })]);
  });

  it('end today where the match is gone, and go on as one where it comes back', () => {
    const ended = reconcile([row('ann', '1')], finds({ ann: null }), TODAY);
    expect(told(ended)).toEqual(['ann 1 auto ..2026-03-04']);
    expect(reconcile(ended, finds({ ann: '1' }), '2026-03-06')).toEqual([row('ann', '1')]);
  });

  it('leave the past where it was when a line passes to somebody else', () => {
    expect(told(reconcile([row('ann', '1')], finds({ ann: '2', bob: '1' }), TODAY))).toEqual([
      'ann 1 auto ..2026-03-04',
      'ann 2 auto 2026-03-04..',
      'bob 1 auto 2026-03-04..',
    ]);
  });

  it('stay with who left, whoever is found for the line now', () => {
    expect(told(reconcile([row('ann', '1')], finds({ bob: '1' }), TODAY))).toEqual(['ann 1 auto ..']);
  });

  it('never touch what was chosen, "None" included', () => {
    const chosen = [row('ann', '1', byHand), row('bob', null, byHand)];
    expect(reconcile(chosen, finds({ ann: '2', bob: '3', cal: '1' }), TODAY)).toEqual(chosen);
  });

  it('fill the days before a choice of somebody else', () => {
    const chosen = row('bob', '1', { ...byHand, ...since(EARLIER) });
    expect(told(reconcile([chosen], finds({ ann: '1', bob: null }), TODAY))).toEqual([
      'ann 1 auto ..2026-03-02',
      'bob 1 manual 2026-03-02..',
    ]);
  });
});

describe('automatic rows on a number', () => {
  const byNumber = { matchedOn: 'phone', sureFrom: TODAY } as const;

  it('begin on the day of which it is sure, and are the same on the days after', () => {
    const rows = reconcile([], finds({ ann: '1' }, byNumber), TODAY);
    expect(rows).toEqual([row('ann', '1', { id: null, matchedOn: 'phone', fromDay: TODAY })]);
    const later = finds({ ann: '1' }, { ...byNumber, sureFrom: '2026-03-06' });
    expect(reconcile(rows, later, '2026-03-06')).toEqual(rows);
  });

  it('begin after whoever had the line, also where they have it again later', () => {
    const before = row('bob', '1', { ...byHand, fromDay: '2026-03-02', untilDay: '2026-03-03' });
    const found = finds({ ann: '1', bob: null }, { matchedOn: 'phone', sureFrom: null });
    expect(told(reconcile([before], found, TODAY))).toEqual([
      'ann 1 auto 2026-03-03..',
      'bob 1 manual 2026-03-02..2026-03-03',
    ]);
    const still = row('bob', '1', { ...byHand, fromDay: TODAY });
    expect(told(reconcile([still], found, TODAY))).toEqual(['bob 1 manual 2026-03-04..']);
  });

  it('leave the days between to nobody where a match is gone and comes back', () => {
    const ended = row('ann', '1', { matchedOn: 'phone', untilDay: EARLIER });
    expect(told(reconcile([ended], finds({ ann: '1' }, byNumber), TODAY))).toEqual([
      'ann 1 auto ..2026-03-02',
      'ann 1 auto 2026-03-04..',
    ]);
  });

  it('give way to an e-mail, from the day on which it is known, on both sides', () => {
    const rows = [row('ann', '1', { matchedOn: 'phone' }), row('bob', '2', { matchedOn: 'phone' })];
    const found = finds({ ann: null, bob: '1' }, { matchedOn: 'email', sureFrom: EARLIER });
    expect(told(reconcile(rows, found, TODAY))).toEqual([
      'ann 1 auto ..2026-03-02',
      'bob 1 auto 2026-03-02..',
      'bob 2 auto ..2026-03-02',
    ]);
  });

  it('stay where the line departed, and end where the number leads to somebody', () => {
    const rows = [row('ann', '1', { matchedOn: 'phone' })];
    const kept = new Map([['ann', { match: null, keeps: '1', candidates: [] }]]);
    expect(reconcile(rows, kept, TODAY)).toEqual(rows);
    expect(told(reconcile(rows, finds({ ann: '2' }, byNumber), TODAY))).toEqual([
      'ann 1 auto ..2026-03-04',
      'ann 2 auto 2026-03-04..',
    ]);
  });
});

describe('a choice', () => {
  it('holds for all time, and lets go of everything that the employee had', () => {
    const rows = [row('ann', '1', { untilDay: EARLIER }), row('ann', '2', { fromDay: EARLIER }), row('bob', '3')];
    expect(told(choose(rows, { employeeId: 'ann', phoneUserId: '4', from: null }))).toEqual([
      'ann 4 manual ..',
      'bob 3 auto ..',
    ]);
  });

  it('from a day on leaves the days before with who had them, on both sides', () => {
    const rows = [row('ann', '1'), row('bob', '2')];
    expect(told(choose(rows, { employeeId: 'bob', phoneUserId: '1', from: EARLIER }))).toEqual([
      'ann 1 auto ..2026-03-02',
      'bob 1 manual 2026-03-02..',
      'bob 2 auto ..2026-03-02',
    ]);
  });

  it('has everybody against it who has the phone user on any day, unless a day is given', () => {
    const rows = [row('ann', '1', { untilDay: EARLIER }), row('cal', '1', { ...byHand, fromDay: EARLIER })];
    const choice = { employeeId: 'bob', phoneUserId: '1' };
    expect(holdersAgainst(rows, { ...choice, from: null })).toEqual(['ann', 'cal']);
    expect(holdersAgainst(rows.slice(1), { ...choice, from: null })).toEqual(['cal']);
    expect(holdersAgainst(rows, { ...choice, from: EARLIER })).toBeNull();
    expect(holdersAgainst(rows, { employeeId: 'bob', phoneUserId: null, from: null })).toBeNull();
    expect(holdersAgainst([row('bob', '1')], { ...choice, from: null })).toBeNull();
  });

  it('that is taken back leaves nothing that was chosen for the employee', () => {
    const rows = [row('ann', '1', { untilDay: EARLIER }), row('ann', '2', { ...byHand, fromDay: EARLIER })];
    const back = reconcile(forget(rows, 'ann'), finds({ ann: '1' }), TODAY);
    expect(back).toEqual([row('ann', '1')]);
  });
});

describe('whatever is chosen and matched', () => {
  const employee = fc.constantFrom('ann', 'bob', 'cal');
  const phoneUser = fc.constantFrom('1', '2', '3');
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('choose' as const),
      choice: fc.record({
        employeeId: employee,
        phoneUserId: fc.option(phoneUser),
        from: fc.option(fc.constantFrom(...DAYS)),
      }),
    }),
    fc.record({ kind: fc.constant('forget' as const), employee }),
    fc.record({
      kind: fc.constant('match' as const),
      left: fc.subarray(['ann', 'bob', 'cal']),
      found: fc.shuffledSubarray(['1', '2', '3', null, null, null], { minLength: 3, maxLength: 3 }),
      on: fc.constantFrom('email' as const, 'phone' as const),
      sureFrom: fc.option(fc.constantFrom(...DAYS)),
      today: fc.constantFrom(...DAYS),
    }),
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  const matchesOf = (one: Extract<Step, { kind: 'match' }>): ReadonlyMap<string, EmployeeMatch> =>
    finds(
      Object.fromEntries(
        ['ann', 'bob', 'cal'].flatMap((id, at) => (one.left.includes(id) ? [] : [[id, one.found[at] ?? null]])),
      ),
      { matchedOn: one.on, sureFrom: one.sureFrom },
    );

  /** Applies a step as it would be stored: every row gets an id. */
  let ids = 0;
  const after = (rows: readonly MappingRow[], one: Step): MappingRow[] => {
    const next = (): MappingRow[] => {
      if (one.kind === 'forget') return forget(rows, one.employee);
      if (one.kind === 'match') return reconcile(rows, matchesOf(one), one.today);
      return holdersAgainst(rows, one.choice) === null ? choose(rows, one.choice) : [...rows];
    };
    return next().map((each) => ({ ...each, id: each.id ?? String(ids++) }));
  };
  const walk = (steps: readonly Step[]): MappingRow[] => steps.reduce<MappingRow[]>(after, []);
  const steps = fc.array(step, { maxLength: 8 });

  it('nobody is two phone users on one day, and no phone user two people', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const rows = walk(all);
        for (const [at, a] of rows.entries()) {
          for (const b of rows.slice(at + 1)) {
            const related =
              a.employeeId === b.employeeId || (a.phoneUserId !== null && a.phoneUserId === b.phoneUserId);
            expect(related && overlap(a, b)).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a number gives no day before it is sure, and none before somebody else had the line', () => {
    fc.assert(
      fc.property(
        steps,
        step.filter((one) => one.kind === 'match' && one.on === 'phone'),
        (all, last) => {
          const before = walk(all);
          const had = (one: MappingRow, day: string): boolean =>
            before.some(
              (row) => row.employeeId === one.employeeId && row.phoneUserId === one.phoneUserId && covers(row, day),
            );
          for (const row of after(before, last).filter(({ source }) => source === 'auto')) {
            for (const day of DAYS.filter((each) => covers(row, each) && !had(row, each))) {
              expect(last.kind === 'match' && (last.sureFrom ?? '') <= day).toBe(true);
              const others = before.filter(
                (it) => it.phoneUserId === row.phoneUserId && it.employeeId !== row.employeeId,
              );
              expect(
                others.filter((it) => DAYS.some((later) => later > day && covers(it, later) && it.source === 'manual')),
              ).toEqual([]);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('matching changes no chosen row, takes nobody a day before today, and a second time changes nothing', () => {
    fc.assert(
      fc.property(
        steps,
        step.filter((one) => one.kind === 'match'),
        (all, last) => {
          const before = walk(all);
          const rows = after(before, last);
          const isChosen = ({ source }: MappingRow): boolean => source === 'manual';
          expect(rows.filter(isChosen)).toEqual(before.filter(isChosen));
          for (const day of DAYS.filter((each) => last.kind === 'match' && each < last.today)) {
            const held = (all: readonly MappingRow[]): string[] =>
              told(all.filter((each) => covers(each, day)).map((each) => ({ ...each, ...ALL_TIME })));
            // What a number gave is taken back where an e-mail says whose it was.
            const isSure = (row: MappingRow): boolean =>
              row.matchedOn !== 'phone' || (last.kind === 'match' && last.on === 'phone');
            expect(held(rows)).toEqual(expect.arrayContaining(held(before.filter(isSure))));
          }
          expect(told(after(rows, last))).toEqual(told(rows));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('the operations make the stored rows the wanted ones, and the days that pass are those that differ', () => {
    fc.assert(
      fc.property(steps, step, (all, last) => {
        const before = walk(all);
        const wanted = last.kind === 'match' ? reconcile(before, matchesOf(last), last.today) : forget(before, 'ann');
        const { add, change, remove } = operationsBetween(before, wanted);
        const changed = new Map(change.map((each) => [each.id, each]));
        const stored = before
          .filter(({ id }) => id === null || !remove.includes(id))
          .map((each) => changed.get(each.id ?? '') ?? each);
        expect(told([...stored, ...add])).toEqual(told(wanted));

        const passing = daysThatPass(before, wanted);
        for (const day of DAYS) {
          const holds = (rows: readonly Pick<MappingRow, 'employeeId' | 'phoneUserId' | 'fromDay' | 'untilDay'>[]) =>
            rows
              .filter((each) => each.phoneUserId !== null && covers(each, day))
              .map(({ employeeId, phoneUserId }) => `${employeeId} ${phoneUserId}`);
          const [had, have] = [holds(before), holds(wanted)];
          const differ = [...had.filter((one) => !have.includes(one)), ...have.filter((one) => !had.includes(one))];
          expect(holds(passing).sort()).toEqual(differ.sort());
        }
      }),
      { numRuns: 500 },
    );
  });
});
