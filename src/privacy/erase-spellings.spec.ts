import { aRecord } from '../../test/support/call-records.js';
import { anEmployee, aUser, type ErasingCompany, ErasingHouse } from '../../test/support/erasing-house.js';
import { CallRecordEntity, EmployeeEntity, ExclusionEntity, PhoneUserEntity } from '../storage/index.js';

const HOUR = 3_600_000;
const at = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * HOUR);

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

/** One name as texts of an earlier release, which stored them as they came, may have it. */
const SPELLINGS: readonly (readonly [how: string, write: (name: string) => string])[] = [
  ['decomposed', (name) => name.normalize('NFD')],
  ['between direction marks', (name) => `\u202a${name}\u202c`],
  ['with a space without width', (name) => `${name.slice(0, 2)}\u200b${name.slice(2)}`],
  ['with a joiner', (name) => `${name.slice(0, 2)}\u200d${name.slice(2)}`],
  ['in full width', fullWidth],
  ['with a space that does not break', (name) => name.replace(' ', '\u00a0')],
  ['in capitals', (name) => name.toUpperCase()],
];

describe('a name that was stored in another spelling', () => {
  let house: ErasingHouse;
  let company: ErasingCompany;

  beforeAll(async () => {
    house = await ErasingHouse.open();
  });

  afterAll(() => house.close());

  beforeEach(async () => {
    company = await house.company();
    company.employees = [
      anEmployee('boss', 'Bo Ross'),
      anEmployee('bob', 'Bob Park'),
      anEmployee('ann', 'Ann Lee'),
      anEmployee('emil', 'Émile Åberg'),
    ];
    company.users = ['bob', 'ann', 'emil'].map((id) =>
      aUser(`u-${id}`, company.employees.find((one) => one.id === id)!.name, { emails: [`${id}@acme.example`] }),
    );
    company.calls = SPELLINGS.map(([how], index) =>
      aRecord(how, {
        userExternalId: 'u-bob',
        startedAt: at(3 + index),
        connectedAt: at(3 + index),
        endedAt: new Date(at(3 + index).getTime() + 600_000),
        counterparty: { number: `+1212555010${index}`, name: 'Sue Hill', internal: true },
      }),
    );
    await company.round();
  });

  afterEach(() => company.close());

  /** As an earlier release has left it. */
  const rewritten = async (name: string): Promise<void> => {
    for (const [externalId, write] of SPELLINGS) {
      await company.em.nativeUpdate(CallRecordEntity, { externalId }, { counterpartyName: write(name) });
    }
  };
  const named = async (): Promise<string[]> =>
    (await company.storedCalls())
      .filter(({ counterpartyName }) => counterpartyName !== null)
      .map(({ externalId }) => externalId);

  it.each([
    ['ann', 'Ann Lee'],
    ['emil', 'Émile Åberg'],
  ])('goes with %s out of others’ calls', async (id, name) => {
    await rewritten(name);
    await company.eraser.erase(company.boss, id);
    expect(await named()).toEqual([]);
    expect((await company.storedCalls()).map(({ counterpartyNumber }) => counterpartyNumber)).toEqual(
      SPELLINGS.map(() => null),
    );
  });

  it.each([
    ['ann', 'Ann Lee'],
    ['emil', 'Émile Åberg'],
  ])('goes with %s out of the notes of exclusions', async (id, name) => {
    const calls = await company.storedCalls();
    for (const call of calls) {
      const write = SPELLINGS.find(([how]) => how === call.externalId)![1];
      await company.exclusions.set(company.boss, call.id, { excluded: true, note: '' });
      await company.em.nativeUpdate(ExclusionEntity, { callId: call.id }, { note: `asked by ${write(name)} today` });
    }
    await company.eraser.erase(company.boss, id);
    const notes = (await company.em.find(ExclusionEntity, {})).map(({ note }) => note);
    expect(new Set(notes)).toEqual(new Set(['asked by an erased person today']));
    expect(notes).toHaveLength(SPELLINGS.length);
  });

  it('is not taken from a namesake who stays', async () => {
    company.employees.push(anEmployee('emil2', 'Émile Åberg', { emails: ['emile2@acme.example'] }));
    company.users.push(aUser('u-emil2', 'Émile Åberg', { emails: ['emile2@acme.example'] }));
    await company.round();
    await company.eraser.erase(company.boss, 'emil');
    await company.round();
    await company.em.nativeUpdate(EmployeeEntity, { id: 'emil2' }, { name: 'Somebody' });
    for (const [how, write] of SPELLINGS) {
      await company.em.nativeUpdate(PhoneUserEntity, { externalId: 'u-emil2' }, { displayName: write('Émile Åberg') });
      const counterparty = { number: '+12125550199', name: 'Émile Åberg', internal: true };
      await company.delivered({ ...company.calls[0]!, externalId: `new, ${how}`, counterparty });
      await company.applied();
    }
    const told = (await company.storedCalls()).filter(({ externalId }) => externalId.startsWith('new'));
    expect(told.map(({ counterpartyName }) => counterpartyName)).toEqual(SPELLINGS.map(() => 'Émile Åberg'));
  });
});
