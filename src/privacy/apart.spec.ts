import fc from 'fast-check';
import { plainName } from '../access/index.js';
import type { Directories } from './holdings.js';
import { addDays, dayOf } from '../support/days.js';
import { isStoredOn } from '../support/stored-days.js';
import { apartSpans } from './apart.js';
import { spansBack } from './apart-back.js';

const DAYS = Array.from({ length: 6 }, (_, at) => addDays('2026-11-01', at));
const NAMES = ['Ann Lee', 'ann  lee', 'Bob Park'];
const NUMBERS = ['+14155550171', '+14155550172'];
const PEOPLE = ['ann', 'bob', 'cal'];
const LINES = ['u-1', 'u-2', 'u-3'];

const day = fc.option(fc.constantFrom(...DAYS), { nil: null });
const span = fc.tuple(day, day).map(([a, b]) => (a !== null && b !== null && b < a ? [b, a] : [a, b]));
const someone = (id: string) =>
  fc.record({
    id: fc.constant(id),
    name: fc.constantFrom(...NAMES),
    emails: fc.subarray(['a@x.example', 'b@x.example'], { maxLength: 1 }),
    phones: fc.subarray(NUMBERS, { maxLength: 1 }),
    active: fc.boolean(),
    erasedAt: fc.constant(null),
    stored: fc.option(span, { nil: [null, null] }),
  });
const user = (externalId: string) =>
  fc.record({
    connectionId: fc.constant('c'),
    externalId: fc.constant(externalId),
    displayName: fc.constantFrom(...NAMES),
    emails: fc.subarray(['a@x.example', 'b@x.example'], { maxLength: 1 }),
    numbers: fc.subarray(NUMBERS, { maxLength: 1 }).map((all) => all.map((e164) => ({ e164 }))),
    status: fc.constantFrom('active', 'departed'),
  });
/** Each line is one person's for a span, or nobody's. */
const owned = fc.tuple(...LINES.map(() => fc.option(fc.tuple(fc.constantFrom(...PEOPLE), span), { nil: null })));
const directories = fc
  .tuple(fc.tuple(...PEOPLE.map(someone)), fc.tuple(...LINES.map(user)), owned)
  .map(([employees, phoneUsers, owners]) => ({
    terms: { timeZone: 'UTC', region: 'US' },
    connections: [{ id: 'c' }],
    employees: employees.map(({ stored: [storedFrom, storedUntil], ...one }) => ({ ...one, storedFrom, storedUntil })),
    phoneUsers,
    ownerships: owners.flatMap((owner, at) =>
      owner === null
        ? []
        : [
            {
              connectionId: 'c',
              phoneUserId: LINES[at],
              employeeId: owner[0],
              fromDay: owner[1][0],
              untilDay: owner[1][1],
            },
          ],
    ),
  }));

/** Whether something is left out on a day. */
const isOut = (all: Directories, kind: string, what: string, on: string): boolean =>
  apartSpans(all).some((one) => {
    const [from, until] = [one.fromAt && dayOf(one.fromAt, 'UTC'), one.untilAt && dayOf(one.untilAt, 'UTC')];
    return one.kind === kind && one.what === what && (from === null || from <= on) && (until === null || on < until);
  });

describe('of whom nothing is stored on a day', () => {
  it('is every line that is somebody’s then who takes no part, by the mapping, and nobody else’s', () => {
    fc.assert(
      fc.property(directories, fc.constantFrom(...DAYS), (told, on) => {
        const all = told as unknown as Directories;
        for (const line of LINES) {
          const row = all.ownerships.find(
            ({ phoneUserId, fromDay, untilDay }) =>
              phoneUserId === line && (fromDay === null || fromDay <= on) && (untilDay === null || on < untilDay),
          );
          if (row === undefined) continue;
          const owner = all.employees.find(({ id }) => id === row.employeeId)!;
          expect(isOut(all, 'line', line, on)).toBe(!isStoredOn(owner, on));
        }
      }),
    );
  });

  it('is a name or a number where everybody who has it takes no part', () => {
    fc.assert(
      fc.property(directories, fc.constantFrom(...DAYS), (told, on) => {
        const all = told as unknown as Directories;
        const people = all.employees.filter((one) => one.active || one.storedFrom !== null || one.storedUntil !== null);
        // A departed line on which nothing is ever left out has nothing any more.
        const lines = all.phoneUsers.filter(
          (one) => one.status !== 'departed' || apartSpans(all).some(({ what }) => what === one.externalId),
        );
        const holds = {
          name: (what: string) => [
            ...people.filter(({ name }) => plainName(name) === what).map((one) => !isStoredOn(one, on)),
            ...lines
              .filter(({ displayName }) => plainName(displayName) === what)
              .map((one) => isOut(all, 'line', one.externalId, on)),
          ],
          number: (what: string) => [
            ...people.filter(({ phones }) => phones.includes(what)).map((one) => !isStoredOn(one, on)),
            ...lines
              .filter(({ numbers }) => numbers.some(({ e164 }) => e164 === what))
              .map((one) => isOut(all, 'line', one.externalId, on)),
          ],
        };
        const isAny = all.employees.some((one) => one.storedFrom !== null || one.storedUntil !== null);
        for (const [kind, whats] of [
          ['name', ['ann lee', 'bob park']],
          ['number', NUMBERS],
        ] as const) {
          for (const what of whats) {
            const out = holds[kind](what);
            expect(isOut(all, kind, what, on)).toBe(isAny && out.length > 0 && out.every(Boolean));
          }
        }
      }),
    );
  });

  it('comes back where it is stored again, and there alone', () => {
    fc.assert(
      fc.property(directories, directories, fc.constantFrom(...DAYS), (before, after, on) => {
        const [was, is] = [before, after] as unknown as [Directories, Directories];
        const at = Date.parse(`${on}T12:00:00Z`);
        const back = spansBack(apartSpans(was), apartSpans(is));
        for (const line of LINES) {
          const isBack = back.some((one) => one.what === line && one.from <= at && at < one.until);
          expect(isBack).toBe(isOut(was, 'line', line, on) && !isOut(is, 'line', line, on));
        }
      }),
    );
  });
});
