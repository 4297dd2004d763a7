import fc from 'fast-check';
import type { Day } from '../support/days.js';
import { toE164 } from '../support/phone-numbers.js';
import type { MatchableEmployee, MatchablePhoneUser } from './identifiers.js';
import { type EmployeeMatch, type MatchingDay, matchInTurns } from './match.js';

const employee = (id: string, more: Partial<MatchableEmployee> = {}): MatchableEmployee => ({
  id,
  name: id,
  emails: [],
  phones: [],
  active: true,
  ...more,
});

const user = (externalId: string, more: Partial<MatchablePhoneUser> = {}): MatchablePhoneUser => ({
  externalId,
  displayName: `line ${externalId}`,
  emails: [],
  numbers: [],
  status: 'active',
  emailsSince: null,
  ...more,
});

const NUMBER = '+14155550170';
const numbers = [{ e164: NUMBER }];

const TODAY = '2026-11-20';
const first = (region = 'US'): MatchingDay => ({
  terms: { region, timeZone: 'America/New_York' },
  today: TODAY,
  isFirst: true,
});

const match = async (
  employees: MatchableEmployee[],
  users: MatchablePhoneUser[],
  region = 'US',
): Promise<Record<string, EmployeeMatch>> => Object.fromEntries(await matchInTurns(employees, users, first(region)));

const on = (phoneUserId: string, matchedOn: 'email' | 'phone', sureFrom: Day | null = null): EmployeeMatch => ({
  match: { phoneUserId, matchedOn, sureFrom },
  keeps: null,
  candidates: [],
});
const suggests = (...candidates: [string, 'email' | 'phone' | 'name'][]): EmployeeMatch => ({
  match: null,
  keeps: null,
  candidates: candidates.map(([phoneUserId, on]) => ({ phoneUserId, on })),
});

describe('matching employees with phone users', () => {
  it('matches on e-mail whatever its case and the space around it', async () => {
    const people = [employee('dana', { emails: [' Dana@ACME.example '] })];
    expect(await match(people, [user('1', { emails: ['dana@acme.example'] })])).toEqual({ dana: on('1', 'email') });
  });

  it('gives others their turn between its parts', async () => {
    const people = [employee('dana', { emails: ['dana@acme.example'] }), employee('lee', { name: 'Line 2' })];
    const users = [user('1', { emails: ['dana@acme.example'] }), user('2')];
    let turns = 0;
    let next = setImmediate(function others() {
      turns++;
      next = setImmediate(others);
    });
    expect(await match(people, users)).toEqual({ dana: on('1', 'email'), lee: suggests(['2', 'name']) });
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('prefers e-mail to a number that leads elsewhere', async () => {
    const people = [employee('dana', { emails: ['dana@acme.example'], phones: [NUMBER] })];
    const users = [user('1', { emails: ['dana@acme.example'] }), user('2', { numbers })];
    expect(await match(people, users)).toEqual({ dana: on('1', 'email') });
  });

  it("matches on a number as people write it in the tenant's region", async () => {
    expect(await match([employee('dana', { phones: ['(415) 555-0170'] })], [user('1', { numbers })])).toEqual({
      dana: on('1', 'phone'),
    });
    const berlin = [employee('ada', { phones: ['030 23125 0170'] })];
    expect(await match(berlin, [user('1', { numbers: [{ e164: '+4930231250170' }] })], 'DE')).toEqual({
      ada: on('1', 'phone'),
    });
  });

  it.each([
    '\u202a+1 (415) 555-0170\u202c',
    'tel:+1-415-555-0170',
    '+1 415 555 0170 (mobile)',
    '（４１５）５５５－０１７０',
  ])('matches on a number written %j', async (phone) => {
    expect(await match([employee('dana', { phones: [phone] })], [user('1', { numbers })])).toEqual({
      dana: on('1', 'phone'),
    });
  });

  it('matches on an e-mail with characters that nobody sees', async () => {
    const people = [employee('dana', { emails: ['dana\u200b@acme.example'] })];
    expect(await match(people, [user('1', { emails: ['dana@acme.example'] })])).toEqual({ dana: on('1', 'email') });
  });

  it('never matches an extension', async () => {
    const people = [employee('dana', { phones: ['170', 'ext. 170'] })];
    const extension = { e164: null, extension: '170' };
    expect(await match(people, [user('1', { numbers: [extension] })])).toEqual({ dana: suggests() });
  });

  it('matches nobody on a number that two phone users share, and shows both', async () => {
    const users = [user('1', { numbers }), user('2', { numbers })];
    expect(await match([employee('dana', { phones: [NUMBER] })], users)).toEqual({
      dana: suggests(['1', 'phone'], ['2', 'phone']),
    });
  });

  it('matches nobody on a number that two employees share, and shows it to both', async () => {
    const people = [employee('ann', { phones: [NUMBER] }), employee('bob', { phones: [NUMBER] })];
    expect(await match(people, [user('1', { numbers })])).toEqual({
      ann: suggests(['1', 'phone']),
      bob: suggests(['1', 'phone']),
    });
  });

  it('matches nobody on an e-mail that two people share', async () => {
    const emails = ['sales@acme.example'];
    const people = [employee('ann', { emails }), employee('bob', { emails })];
    expect(await match(people, [user('1', { emails })])).toEqual({
      ann: suggests(['1', 'email']),
      bob: suggests(['1', 'email']),
    });
    expect(await match([employee('ann', { emails })], [user('1', { emails }), user('2', { emails })])).toEqual({
      ann: suggests(['1', 'email'], ['2', 'email']),
    });
  });

  it('matches on what is their own where something else is shared', async () => {
    const people = [
      employee('ann', { emails: ['sales@acme.example'], phones: ['+14155550171'] }),
      employee('bob', { emails: ['sales@acme.example'], phones: ['+14155550172'] }),
    ];
    const users = [user('1', { emails: ['sales@acme.example'], numbers: [{ e164: '+14155550171' }] })];
    expect(await match(people, users)).toEqual({ ann: on('1', 'phone'), bob: suggests(['1', 'email']) });
  });

  it('matches nobody who has the e-mails of two phone users', async () => {
    const people = [employee('ann', { emails: ['a@acme.example', 'b@acme.example'] })];
    const users = [user('1', { emails: ['a@acme.example'] }), user('2', { emails: ['b@acme.example'] })];
    expect(await match(people, users)).toEqual({ ann: suggests(['1', 'email'], ['2', 'email']) });
  });

  it('only suggests on a name, however it is written', async () => {
    const users = [user('1', { displayName: 'REYES, Dána' }), user('2', { displayName: 'Dana Reyes-Park' })];
    expect(await match([employee('dana', { name: 'Dana Reyes' })], users)).toEqual({ dana: suggests(['1', 'name']) });
  });

  it('suggests nobody by name who is matched with somebody else', async () => {
    const people = [
      employee('ann', { name: 'Kim Lee', emails: ['ann@acme.example'] }),
      employee('bob', { name: 'Kim Lee' }),
    ];
    const users = [user('1', { displayName: 'Kim Lee', emails: ['ann@acme.example'] })];
    expect((await match(people, users))['bob']).toEqual(suggests());
  });

  it('suggests nobody by what very many share', async () => {
    const users = Array.from({ length: 50 }, (_, index) => user(String(index), { numbers }));
    expect(await match([employee('dana', { phones: [NUMBER] })], users)).toEqual({ dana: suggests() });
  });

  it('matches the departed, and rather the present', async () => {
    const emails = ['dana@acme.example'];
    const gone = user('1', { emails, status: 'departed' });
    expect(await match([employee('dana', { emails })], [gone])).toEqual({ dana: on('1', 'email') });
    expect(await match([employee('dana', { emails })], [gone, user('2', { emails })])).toEqual({
      dana: on('2', 'email'),
    });
    const byNumber = [employee('dana', { emails, phones: [NUMBER] })];
    expect(await match(byNumber, [gone, user('2', { numbers })])).toEqual({ dana: on('2', 'phone') });
  });

  describe('on a number', () => {
    const dana = employee('dana', { phones: [NUMBER] });
    const line = user('1', { numbers });

    it('only suggests the departed, and says whose match with them stays', async () => {
      const gone = user('1', { numbers, status: 'departed' });
      expect(await match([dana], [gone])).toEqual({ dana: { ...suggests(['1', 'phone']), keeps: '1' } });
    });

    it('is sure of the past where it is among the first, and else of today', async () => {
      expect(await match([dana], [line])).toEqual({ dana: on('1', 'phone') });
      const later = await matchInTurns([dana], [line], { ...first(), isFirst: false });
      expect(later.get('dana')).toEqual(on('1', 'phone', TODAY));
    });

    it.each([
      ['an employee who left', [employee('old', { phones: ['(415) 555-0170'], active: false })], []],
      ['a phone user who departed', [], [user('9', { numbers, status: 'departed' })]],
    ])('is sure of today where it was once that of %s', async (_, people, lines) => {
      expect(await match([dana, ...people], [line, ...lines])).toEqual({ dana: on('1', 'phone', TODAY) });
    });
  });

  it('says since when an e-mail is known to be the phone user’s, in the tenant’s zone', async () => {
    const emails = ['dana@acme.example'];
    const line = user('1', { emails, emailsSince: new Date('2026-11-18T04:00:00Z') });
    expect(await match([employee('dana', { emails })], [line])).toEqual({ dana: on('1', 'email', '2026-11-17') });
  });

  it('matches no one who left', async () => {
    const emails = ['dana@acme.example'];
    expect(await match([employee('dana', { emails, active: false })], [user('1', { emails })])).toEqual({});
  });

  describe('in any company', () => {
    const EMAILS = ['a@acme.example', 'b@acme.example', 'c@acme.example'];
    const PHONES = ['+14155550171', '+14155550172', '+14155550173'];
    const employees = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('e1', 'e2', 'e3', 'e4'),
        name: fc.constantFrom('Kim Lee', 'Dana Reyes'),
        emails: fc.subarray(EMAILS),
        phones: fc.subarray(PHONES),
        active: fc.boolean(),
      }),
      { selector: ({ id }) => id },
    );
    const users = fc.uniqueArray(
      fc.record({
        externalId: fc.constantFrom('1', '2', '3', '4'),
        displayName: fc.constantFrom('Kim Lee', 'Dana Reyes'),
        emails: fc.subarray(EMAILS),
        numbers: fc.subarray(PHONES).map((all) => all.map((e164) => ({ e164 }))),
        status: fc.constantFrom('active', 'suspended', 'departed'),
        emailsSince: fc.constant(null),
      }),
      { selector: ({ externalId }) => externalId },
    );

    it('is what comes of asking, for each kind of evidence in turn, who is alone with whom', async () => {
      await fc.assert(
        fc.asyncProperty(employees, users, async (people, lines) => {
          const found = [...(await matchInTurns(people, lines, first()))].map(([id, { match, keeps }]) => [
            id,
            match?.phoneUserId ?? null,
            keeps,
          ]);
          expect(found.sort()).toEqual(plainly(people, lines));
        }),
        { numRuns: 500 },
      );
    });

    it('does not depend on the order in which people are given', async () => {
      await fc.assert(
        fc.asyncProperty(employees, users, async (people, lines) => {
          const turned = await match([...people].reverse(), [...lines].reverse());
          expect(turned).toEqual(await match(people, lines));
        }),
      );
    });

    it('gives no phone user to two, and shows who is unmatched everybody that an address or number leads to', async () => {
      await fc.assert(
        fc.asyncProperty(employees, users, async (people, lines) => {
          const found = await matchInTurns(people, lines, first());
          const given = [...found.values()].flatMap(({ match }) => match?.phoneUserId ?? []);
          expect(new Set(given).size).toBe(given.length);
          const present = lines.filter(({ status }) => status !== 'departed');
          for (const { id, emails, phones } of people.filter((one) => found.get(one.id)?.match === null)) {
            const shared = present.filter(
              (line) =>
                line.emails.some((email) => emails.includes(email)) ||
                line.numbers.some(({ e164 }) => phones.includes(e164)),
            );
            const shown = found.get(id)?.candidates.map(({ phoneUserId }) => phoneUserId);
            expect(shown).toEqual(expect.arrayContaining(shared.map(({ externalId }) => externalId)));
          }
        }),
      );
    });
  });
});

/** The same decision, by looking at every pair of people again for each question. */
function plainly(
  people: readonly MatchableEmployee[],
  lines: readonly MatchablePhoneUser[],
): [id: string, phoneUserId: string | null, keeps: string | null][] {
  const active = people.filter((one) => one.active);
  const isGone = (line: MatchablePhoneUser): boolean => line.status === 'departed';
  const whatOf = {
    email: (one: MatchableEmployee | MatchablePhoneUser): readonly string[] => one.emails,
    phone: (one: MatchableEmployee | MatchablePhoneUser): readonly (string | null)[] =>
      'phones' in one ? one.phones.map((phone) => toE164(phone, 'US')) : one.numbers.map(({ e164 }) => e164),
  };
  const result = Object.fromEntries(
    active.map(({ id }): [string, [string, string | null, string | null]] => [id, [id, null, null]]),
  );
  const done = new Set<unknown>();
  for (const [gone, matchedOn] of [
    [false, 'email'],
    [false, 'phone'],
    [true, 'email'],
    [true, 'phone'],
  ] as const) {
    const has = whatOf[matchedOn];
    const joined = (one: MatchableEmployee, line: MatchablePhoneUser): boolean =>
      isGone(line) === gone &&
      !done.has(one) &&
      !done.has(line) &&
      has(one).some(
        (what) =>
          has(line).includes(what) &&
          active.filter((other) => has(other).includes(what)).length === 1 &&
          lines.filter((other) => has(other).includes(what) && (gone || !isGone(other))).length === 1,
      );
    const pairs = active.flatMap((one) =>
      lines.filter((line) => joined(one, line)).map((line) => [one, line] as const),
    );
    for (const [one, line] of pairs) {
      const alone = pairs.filter(([a, b]) => a === one || b === line).length === 1;
      const keeps = gone && matchedOn === 'phone';
      if (alone) result[one.id] = [one.id, keeps ? null : line.externalId, keeps ? line.externalId : null];
    }
    for (const pair of pairs) pair.forEach((member) => done.add(member));
  }
  return Object.values(result).sort();
}
