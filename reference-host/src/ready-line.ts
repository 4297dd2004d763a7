import type { People } from './people/people.js';
import type { Role } from './fixture/fixture.js';

const ROLES: readonly (readonly [Role, string])[] = [
  ['admin', 'administrator'],
  ['manager', 'manager'],
  ['employee', 'employee'],
];

const LISTED = new Intl.ListFormat('en-GB');

/**
 * The one line that is printed when the host is ready: where to go, and as whom.
 *
 * @param simulated the phone systems of which this host has no account
 */
export function readyLine(publicUrl: string, people: People, simulated: readonly string[]): string {
  const everybody = people.whoCanSignIn();
  const examples = ROLES.flatMap(([role, words]) => {
    const person = everybody.find(({ employee }) => employee.role === role);
    return person === undefined ? [] : [`${person.employee.emails[0]?.trim() ?? ''} (${words})`];
  });
  const who = examples.length === 0 ? 'nobody can sign in' : `sign in as ${examples.join(', ')}`;
  return `Ready: open ${publicUrl} and ${who}${simulated.length === 0 ? '' : `; ${LISTED.format(simulated)} ${simulated.length === 1 ? 'is' : 'are'} simulated`}.`;
}
