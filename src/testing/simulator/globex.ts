import type { SimulatedCompany, SimulatedUser } from './model.js';

const line = (place: number, name: string, more: Partial<SimulatedUser> = {}): SimulatedUser => {
  const [firstName = '', lastName = ''] = name.split(' ');
  return {
    id: String(9_007_199_254_751_000n + BigInt(place)),
    firstName,
    lastName,
    emails: [`${firstName.toLowerCase()}@globex.example`],
    phoneNumbers: [`+1212555016${String(place)}`],
    state: 'active',
    isAdmin: false,
    isSuperAdmin: false,
    ...more,
  };
};

/** A second company: its administrator's grant opens an account that a tenant of `acme.example` must not have. */
export const globex: SimulatedCompany = {
  id: '9007199254750995',
  name: 'Globex',
  domain: 'globex.example',
  adminEmail: 'iris@globex.example',
  officeId: '5527348325820177',
  timeZone: 'America/Chicago',
  users: [line(1, 'Iris Quill', { isAdmin: true, isSuperAdmin: true }), line(2, 'Noah Brandt'), line(3, 'Yara Pinto')],
  groups: [{ id: '9007199254751501', type: 'office', name: 'Globex main line', phone: '+12125550160' }],
};
