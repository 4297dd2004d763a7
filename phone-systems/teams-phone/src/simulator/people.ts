import type { SimulatedUser, TeamsCompany } from './model.js';

/** Whether this is a person who signs in with this tenant. */
export const signsIn = ({ accountEnabled, accountType, deleted }: SimulatedUser): boolean =>
  accountEnabled && accountType === 'user' && deleted !== true;

/** @throws Error when nobody has that id */
export const userOf = (company: TeamsCompany, id: string): SimulatedUser => {
  const found = company.users.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${company.name} has nobody with the id ${id}.`);
  return found;
};
