import type { CallParty, SimulatedCompany } from './model.js';

/** A colleague or group of a company as a side of a call. @throws Error when nobody has that id */
export const partyOf = (company: SimulatedCompany, id: string): CallParty => {
  const user = company.users.find((one) => one.id === id);
  if (user !== undefined) {
    return {
      id: user.id,
      type: 'user',
      name: `${user.firstName} ${user.lastName}`.trim(),
      email: user.emails[0] ?? '',
      phone: user.phoneNumbers[0] ?? '',
    };
  }
  const group = company.groups.find((one) => one.id === id);
  if (group !== undefined) return { id: group.id, type: group.type, name: group.name, email: '', phone: group.phone };
  throw new Error(`${company.name} has no user and no group with the id ${id}.`);
};

/** Somebody outside the company, known from an address book. */
export const outsider = (name: string, phone: string, email = ''): CallParty => ({
  id: `shared_contact_pool_${phone.slice(1)}`,
  type: email === '' ? 'local' : 'google',
  name,
  email,
  phone,
});

/** The made-up customers and suppliers whom everybody calls. */
export const outsiders: readonly CallParty[] = [
  outsider('Annette Keller', '+14155550111', 'annette@customer.example'),
  outsider('Sam Okafor', '+14155550122', 'sam@customer.example'),
  outsider('(415) 555-0133', '+14155550133'),
  outsider('Northwind Parts', '+12065550144', 'orders@supplier.example'),
  outsider('Harbor & <Sons>', '+16175550155'),
  outsider('Łucja Wiśniewska', '+48225550166', 'lucja@partner.example'),
  outsider('(646) 555-0177', '+16465550177'),
  outsider('Bright Dental', '+13125550188'),
];
