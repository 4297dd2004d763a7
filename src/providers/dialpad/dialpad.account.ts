import { type ProviderAccount, ProviderError } from '../../contract/index.js';
import { readId, readObject, readText } from './dialpad.wire.js';

/** Of a company that is open. `pending` is: it has not finished setting up. */
export type Company = Omit<ProviderAccount, 'readsAllCalls'>;

const CLOSED = ['suspended', 'cancelled', 'deleted'];

/**
 * Reads the company that a grant belongs to.
 *
 * @throws ProviderError of kind `closed` where Dialpad has shut it, `unreadable` where it has no id
 */
export function readCompany(json: unknown): Company {
  const wire = readObject(json);
  const state = readText(wire['state']);
  if (state !== null && CLOSED.includes(state)) {
    throw new ProviderError(
      { kind: 'closed', state },
      `Dialpad says that this company is ${state}. Have it opened again at Dialpad, then connect.`,
    );
  }
  const externalId = readId(wire['id']);
  if (externalId === null) {
    throw new ProviderError(
      { kind: 'unreadable', where: 'company.id' },
      'Dialpad did not say which company this is. Try again later.',
    );
  }
  const domain = readText(wire['domain'])?.toLowerCase();
  return { externalId, name: readText(wire['name']) ?? `Company ${externalId}`, domains: domain ? [domain] : [] };
}
