import fc from 'fast-check';
import { belongingsOf } from './belongings.js';

type Person = { emails: string[]; phones: string[]; name: string; active: boolean };
type User = { emails: string[]; numbers: string[]; name: string; departed: boolean };

const some = (values: readonly string[]): fc.Arbitrary<string[]> => fc.subarray([...values], { maxLength: 2 });
const EMAILS = ['a@x.example', 'b@x.example', 'c@x.example'];
const NUMBERS = ['+14155550101', '+14155550102', '+14155550103'];
const names = fc.constantFrom('Ann Lee', 'Bob Park', 'Zed Moss');
const people = fc.array(fc.record({ emails: some(EMAILS), phones: some(NUMBERS), name: names, active: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});
const users = fc.array(
  fc.record({ emails: some(EMAILS), numbers: some(NUMBERS), name: names, departed: fc.boolean() }),
  { maxLength: 4 },
);

/** The sentences of the documentation, one by one, for one phone user. */
function plainly(all: readonly Person[], everyone: readonly User[], user: User): 'theirs' | 'doubtful' | 'nothing' {
  const [person, ...rest] = all;
  const others = rest.filter(({ active }) => active);
  const shares = (text: string, what: 'emails' | 'phones'): boolean => others.some((one) => one[what].includes(text));
  const isAnothers = user.emails.some(
    (email) => others.filter((one) => one.emails.includes(email)).length === 1 && !person!.emails.includes(email),
  );
  if (isAnothers) return 'nothing';
  const present = (text: string, what: 'emails' | 'numbers'): number =>
    everyone.filter((one) => !one.departed && one[what].includes(text)).length;
  const emails = user.emails.filter((email) => person!.emails.includes(email));
  const numbers = user.numbers.filter((number) => person!.phones.includes(number));
  if (emails.some((email) => !shares(email, 'emails') && present(email, 'emails') <= 1)) return 'theirs';
  const isSure = (number: string): boolean =>
    !user.departed && !shares(number, 'phones') && present(number, 'numbers') === 1;
  if (numbers.some(isSure)) return 'theirs';
  return emails.length + numbers.length > 0 || user.name === person!.name ? 'doubtful' : 'nothing';
}

describe('what the directories say is a person’s', () => {
  it('is what nobody else has an address or number of, and never what is another’s', () => {
    fc.assert(
      fc.property(people, users, (all, everyone) => {
        const employees = all.map((one, at) => ({ id: `e${at}`, ...one }));
        const phoneUsers = everyone.map(({ emails, numbers, name, departed }, at) => ({
          externalId: `u${at}`,
          displayName: name,
          emails,
          numbers: numbers.map((e164) => ({ e164 })),
          status: departed ? 'departed' : 'active',
          emailsSince: null,
        }));
        const { theirs, doubtful } = belongingsOf(employees[0]!, employees, phoneUsers, 'US');
        const said = everyone.map((_user, at) =>
          theirs.has(`u${at}`) ? 'theirs' : doubtful.has(`u${at}`) ? 'doubtful' : 'nothing',
        );
        expect(said).toEqual(everyone.map((user) => plainly(all, everyone, user)));
      }),
      { numRuns: 3_000 },
    );
  });
});
