import type { CallParty, SimulatedGroup, SimulatedUser, ZoomCompany } from './model.js';

/** @throws Error when nobody has that Zoom user's id */
export const userOf = (company: ZoomCompany, id: string): SimulatedUser => {
  const found = company.users.find((user) => user.id === id);
  if (found === undefined) throw new Error(`${company.name} has no user with the id ${id}.`);
  return found;
};

/** @throws Error when no group has that extension id */
export const groupOf = (company: ZoomCompany, extensionId: string): SimulatedGroup => {
  const found = company.groups.find((group) => group.extensionId === extensionId);
  if (found === undefined) throw new Error(`${company.name} has no group with the extension id ${extensionId}.`);
  return found;
};

/** A person as calls show them: on a line to or from outside with the number, among colleagues without. */
export const personParty = (user: SimulatedUser, line: 'inside' | 'outside'): CallParty => ({
  extId: user.extensionId,
  extNumber: String(user.extensionNumber ?? ''),
  extType: 'user',
  name: user.name,
  email: user.email,
  ...(line === 'outside' &&
    user.phoneNumbers[0] !== undefined && { number: user.phoneNumbers[0], numberType: 'zoom_pstn' }),
});

export const groupParty = (group: SimulatedGroup): CallParty => ({
  extId: group.extensionId,
  extNumber: String(group.extensionNumber),
  extType: group.type,
  name: group.name,
  ...(group.phoneNumber !== null && { number: group.phoneNumber, numberType: 'zoom_pstn' }),
});

/** Somebody outside the company; Zoom often knows no name. */
export const outside = (number: string, name?: string): CallParty => ({
  number,
  numberType: 'external_pstn',
  ...(name !== undefined && { name }),
});

/** Who hides the number: calls have none. */
export const withheld: CallParty = { numberType: 'anonymous_number' };

/** The made-up customers and suppliers whom everybody calls. */
export const outsiders = {
  annette: outside('+14155550111', 'Annette Keller'),
  sam: outside('+14155550122', 'Sam Okafor'),
  supplier: outside('+12065550144', 'Northwind Parts'),
  harbor: outside('+16175550155', 'Harbor & <Sons>'),
  nameless: outside('+48225550166'),
  /** In the company's list of contacts: an extension that is nobody's. */
  dentist: { ...outside('+13125550188', 'Bright Dental'), extId: 'contact-ext-0001', extType: 'external_contact' },
} as const satisfies Record<string, CallParty>;
