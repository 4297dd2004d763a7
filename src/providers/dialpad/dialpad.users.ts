import type { PhoneNumber, PhoneUser } from '../../contract/index.js';
import type { Reading } from './dialpad.pages.js';
import { type Wire, isObject, readId, readNumber, readText, readTexts } from './dialpad.wire.js';

/** Reads one user of Dialpad's directory. Nothing makes it throw. */
export function readUser(wire: unknown): Reading<PhoneUser> {
  if (!isObject(wire)) return { rejected: { reason: 'The user is no object.', raw: wire }, lacks: 'object' };
  const externalId = readId(wire['id']);
  if (externalId === null) {
    return {
      rejected: { reason: 'The user has no id.', raw: wire },
      ...(wire['id'] === undefined && { lacks: 'id' }),
    };
  }
  const emails = [...new Set(readTexts(wire['emails']).map((email) => email.toLowerCase()))];
  const numbers = readNumbers(wire);
  return {
    item: {
      externalId,
      displayName: displayNameOf(wire) ?? emails[0] ?? numbers.find(({ e164 }) => e164)?.e164 ?? `User ${externalId}`,
      emails,
      numbers,
      status: statusOf(wire['state']),
    },
  };
}

function displayNameOf(wire: Wire): string | null {
  const inParts = [readText(wire['first_name']), readText(wire['last_name'])].filter((part) => part !== null).join(' ');
  return readText(wire['display_name']) ?? readText(inParts);
}

/** Forwarding numbers are left out: they are where it rings as well, and may be anybody's. */
function readNumbers(wire: Wire): readonly PhoneNumber[] {
  const own = [...new Set(readTexts(wire['phone_numbers']).flatMap((number) => readNumber(number) ?? []))];
  const extension = readExtension(wire['extension']);
  return [...own.map((e164) => ({ e164 })), ...(extension === null ? [] : [{ e164: null, extension }])];
}

const readExtension = (value: unknown): string | null => readText(typeof value === 'number' ? String(value) : value);

function statusOf(state: unknown): PhoneUser['status'] {
  switch (state) {
    case 'pending':
    case 'suspended':
      return state;
    case 'cancelled':
    case 'deleted':
      return 'departed';
    default:
      // Missing, or a state that is newer than this reader. Treating somebody as gone is the worse mistake.
      return 'active';
  }
}
