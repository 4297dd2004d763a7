import {
  type PhoneUser,
  type Wire,
  readId,
  readList,
  readNumber,
  readObject,
  readText,
  required,
} from 'prodoscore-phone-systems';

/** What Teams itself says of somebody: the numbers that ring there, and whether it is a person at all. */
interface Configuration {
  readonly id: string;
  readonly isPerson: boolean;
  readonly lines: readonly unknown[];
}

/** What Teams says of everybody, by id. */
export type Configurations = ReadonlyMap<string, Configuration>;

export function readConfiguration(wire: Wire): Configuration {
  const lines = readList(wire['telephoneNumbers']).map((each) => readObject(each)['telephoneNumber']);
  const id = readId(wire['id']) ?? '';
  return { id, isPerson: wire['accountType'] !== 'resourceAccount', lines };
}

/**
 * Somebody of the directory; nobody where it is a guest, or an account of a queue.
 *
 * @param configured what Teams says of everybody; null where it does not say
 */
export function readUser(wire: Wire, configured: Configurations | null): readonly PhoneUser[] {
  const externalId = required(readId(wire['id']), 'The user has no id.');
  const known = configured?.get(externalId);
  if (wire['userType'] === 'Guest' || known?.isPerson === false) return [];
  const lines = (configured === null ? readList(wire['businessPhones']) : (known?.lines ?? [])).flatMap(
    (line) => readText(line) ?? [],
  );
  const numbers = new Set(lines.flatMap((line) => readNumber(line.split(';')[0]) ?? []));
  const extensions = new Set(lines.flatMap((line) => /;ext=(\d+)$/.exec(line)?.[1] ?? []));
  return [
    {
      externalId,
      displayName: readText(wire['displayName']) ?? readText(wire['userPrincipalName']) ?? externalId,
      emails: emailsOf(wire),
      numbers: [
        ...[...numbers].map((e164) => ({ e164 })),
        ...[...extensions].map((extension) => ({ e164: null, extension })),
      ],
      status: wire['accountEnabled'] === false ? 'suspended' : 'active',
    },
  ];
}

/** The name to sign in with is an address for most, and may be another than the one that mail goes to. */
function emailsOf({ mail, userPrincipalName, proxyAddresses }: Wire): readonly string[] {
  const aliases = readList(proxyAddresses).flatMap((each) => /^smtp:(.+)$/i.exec(readText(each) ?? '')?.[1] ?? []);
  const all = [mail, ...aliases, userPrincipalName].flatMap((each) => readText(each)?.toLowerCase() ?? []);
  return [...new Set(all.filter((each) => each.includes('@') && !isInitial(each)))];
}

/** Every tenant has a domain that Microsoft made up, to which nobody writes. */
export const isInitial = (domainOrAddress: string): boolean => domainOrAddress.endsWith('.onmicrosoft.com');
