import type { DialpadSimulator } from '../../../src/testing/index.js';
import { fromWire } from '../../../src/testing/vendor/wire.js';

/** A host that rests for as long asks for no page. */
const LONGEST_MS = 10_000;

/**
 * Does something while a host waits for a page of calls of others that name somebody: it asked for the page before, and
 * stores it after, if it still may. Where no such page is asked for, it is done all the same. Ends with the next page that
 * is asked for: whoever went on has stored the one before.
 */
export async function whileListed(
  { faults }: DialpadSimulator,
  name: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const wentOn = new Promise<void>((resolve, reject) => {
    let acting: Promise<void> | null = null;
    let hasActed = false;
    const begin = (): Promise<void> =>
      (acting ??= act().then(() => {
        hasActed = true;
      }, reject));
    const alter = async (page: string): Promise<string> => {
      if (hasActed) resolve();
      else if (namesParty(page, name)) await begin();
      return page;
    };
    faults.plan({ path: '/api/v2/call', times: Infinity, answer: { kind: 'altered', alter } });
    setTimeout(() => void begin().then(resolve), LONGEST_MS);
  });
  await wentOn.finally(() => faults.clear());
}

function namesParty(page: string, name: string): boolean {
  const { items } = fromWire(page) as { readonly items?: readonly { readonly contact?: { readonly name?: string } }[] };
  return items?.some(({ contact }) => contact?.name === name) ?? false;
}
