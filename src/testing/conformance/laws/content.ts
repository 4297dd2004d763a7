import type { Plan } from '../plan.js';

/** What must be read nowhere but in records: names, addresses and numbers of people. */
export const contentOf = ({ people, calls }: Plan): readonly string[] => [
  ...people.flatMap(({ name, emails, numbers }) => [name, ...emails, ...numbers]),
  ...calls.flatMap(({ legs }) =>
    legs.flatMap(({ other }) =>
      [other.name, other.kind === 'number' ? other.number : null].flatMap((each) => each ?? []),
    ),
  ),
];
