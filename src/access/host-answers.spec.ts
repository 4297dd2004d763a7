import { readCaller, readEmployee, readTerms } from './host-answers.js';

const terms = {
  domains: [' Acme.Example '],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: { days: [5, 1, 1], from: '22:00', to: '06:00' },
};
const employee = { id: 'e1', name: 'Dana Reyes', emails: [], phones: [], managerId: null, active: true };
const caller = { tenantId: 'acme', employeeId: 'e1', role: 'admin' };

describe('what the host answers', () => {
  it('is taken over where it keeps the contract', () => {
    expect(readTerms(terms, 'acme')).toEqual({
      ...terms,
      domains: ['acme.example'],
      workShift: { days: [1, 5], from: '22:00', to: '06:00' },
    });
    const told = { ranking: true, leastGroup: 3, vendorRetentionDays: 90, explain: { employee: 'minutes' } };
    expect(readTerms({ ...terms, ...told, retentionDays: null }, 'acme')).toMatchObject(told);
    expect(readEmployee({ ...employee, extra: 'ignored' })).toEqual(employee);
    const span = { storedFrom: '2026-12-01', storedUntil: '2026-12-01' };
    expect(readEmployee({ ...employee, ...span })).toEqual({ ...employee, ...span });
    expect(readCaller(caller)).toEqual(caller);
    expect(readCaller(null)).toBeNull();
  });

  it('is without what nobody sees in names, addresses and numbers; an id stays as it is', () => {
    const written = {
      id: 'e\u200b1',
      name: 'Mu\u0308ller\u202c',
      emails: ['d\u200b@a.example'],
      phones: ['\u202a４１５\u202c'],
    };
    expect(readEmployee({ ...employee, ...written })).toEqual({
      ...employee,
      ...{ id: 'e\u200b1', name: 'Müller', emails: ['d@a.example'], phones: ['415'] },
    });
  });

  it.each([
    [{ timeZone: 'America/Nowhere' }, /terms of tenant "acme".*timeZone.*IANA name/],
    [{ region: 'us' }, /region/],
    [{ region: 'XX' }, /region/],
    [{ domains: 'acme.example' }, /domains must be a list/],
    [{ phoneSystemLicence: 'yes' }, /phoneSystemLicence/],
    [{ ranking: 'yes' }, /ranking must be true or false/],
    [{ vendorRetentionDays: 0 }, /vendorRetentionDays must be a whole number of days from 1 to 3650/],
    [{ leastGroup: 0 }, /leastGroup must be a whole number of people from 1 to 1000/],
    [{ leastGroup: 2.5 }, /leastGroup/],
    [{ workShift: { days: [0], from: '09:00', to: '17:00' } }, /workShift\.days/],
    [{ workShift: { days: [1], from: '9:00', to: '24:00' } }, /workShift\.from/],
    [{ objectionDays: 0 }, /objectionDays must be a whole number of days from 1 to 365/],
    [{ contact: 'x'.repeat(501) }, /contact must be a text of at most 500 characters/],
    [{ counterparties: 'half' }, /counterparties must be full, masked or none/],
    [{ neverStore: { numbers: ['7'], calls: 'none' } }, /neverStore\.numbers must be a list of at most 1000/],
    [{ neverStore: { numbers: [], calls: 'some' } }, /neverStore\.calls must be without-counterparty or none/],
    [{ explain: 'minutes' }, /explain must name points or minutes/],
    [{ explain: { employee: 'score' } }, /explain must name points or minutes/],
    [{ explain: { everybody: 'minutes' } }, /explain must name points or minutes/],
  ])('names what is wrong with terms such as %j', (wrong, sentence) => {
    expect(() => readTerms({ ...terms, ...wrong }, 'acme')).toThrow(sentence);
  });

  it.each([
    [{ id: '' }, /an employee.*id must be a text/],
    [{ id: 7 }, /id must be a text/],
    [{ name: 'Da\0na' }, /employee "e1".*name/],
    [{ emails: null }, /emails must be a list/],
    [{ storedFrom: '2026-02-30' }, /storedFrom must be a day such as/],
    [{ storedUntil: 7 }, /storedUntil must be a day such as/],
    [{ storedFrom: '2026-12-02', storedUntil: '2026-12-01' }, /storedUntil must not be before storedFrom/],
    [{ phones: [4155550170] }, /phones must be a list/],
    [{ managerId: 1 }, /managerId/],
    [{ active: 1 }, /active/],
  ])('names what is wrong with an employee such as %j', (wrong, sentence) => {
    expect(() => readEmployee({ ...employee, ...wrong })).toThrow(sentence);
  });

  it.each([[{ tenantId: '' }], [{ employeeId: 1 }], [{ role: 'root' }]])('refuses a caller such as %j', (wrong) => {
    expect(() => readCaller({ ...caller, ...wrong })).toThrow(/The host's Access gave a caller/);
  });
});
