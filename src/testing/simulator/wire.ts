const withRaw = JSON as typeof JSON & { rawJSON(text: string): object };

/** A 64-bit integer as a bare JSON number, digit by digit: it does not pass through a double on its way out. */
export const bareInteger = (digits: string): object => withRaw.rawJSON(BigInt(digits).toString());

/** An id as Dialpad writes it: a decimal string on some records, a bare number on others. */
export const wireId = (id: string, asNumber: boolean): object | string => (asNumber ? bareInteger(id) : id);

/** Leaves out what is undefined; used where Dialpad leaves fields out. */
export const toWire = (value: unknown): string => JSON.stringify(value);

/**
 * Reads JSON; whole numbers that do not fit a double come as their digits, so that ids arrive as they were sent.
 *
 * @throws SyntaxError when it is no JSON
 */
export const fromWire = (text: string): unknown =>
  JSON.parse(text, (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? context?.source : value,
  );
