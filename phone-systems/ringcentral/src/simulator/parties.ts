import type { LogParty, RingCentralCompany, SimulatedExtension } from './model.js';

/** @throws Error when nobody has that id */
export const extensionOf = (company: RingCentralCompany, id: string): SimulatedExtension => {
  const found = company.extensions.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${company.name} has no extension with the id ${id}.`);
  return found;
};

export const nameOf = ({ firstName, lastName }: SimulatedExtension): string => `${firstName} ${lastName}`.trim();

/** A colleague, queue or menu as the log shows it inside the company: by extension, without a number. */
export const inside = (extension: SimulatedExtension): LogParty => ({
  extensionNumber: extension.extensionNumber,
  extensionId: extension.id,
  name: nameOf(extension),
});

/** The company's own side of a call from or to outside. */
export const atTheLine = (company: RingCentralCompany, extension: SimulatedExtension): LogParty => ({
  phoneNumber: extension.phoneNumbers[0] ?? company.mainNumber,
  ...inside(extension),
});

/** Somebody outside the company. */
export const outside = (name: string, phoneNumber: string, location = 'San Francisco, CA'): LogParty => ({
  phoneNumber,
  name,
  location,
});

/** Who hides the number: the log has none. */
export const withheld: LogParty = { name: 'Anonymous' };

/** The made-up customers and suppliers whom everybody calls; one is shown as it was dialled. */
export const outsiders = {
  annette: outside('Annette Keller', '+14155550111'),
  sam: outside('Sam Okafor', '+14155550122'),
  supplier: outside('Northwind Parts', '+12065550144', 'Seattle, WA'),
  harbor: outside('Harbor & <Sons>', '6175550155', 'Boston, MA'),
  partner: outside('Łucja Wiśniewska', '+48225550166', 'Poland'),
  dentist: outside('Bright Dental', '+13125550188', 'Chicago, IL'),
} as const;
