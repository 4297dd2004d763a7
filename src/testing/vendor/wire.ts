const withRaw = JSON as typeof JSON & { rawJSON(text: string): object };

/** Digits as a bare JSON number, of any length: it does not pass through a double on its way out. */
export const wideInteger = (digits: string): object => withRaw.rawJSON(BigInt(digits).toString());

/** A value as JSON; what is undefined is left out. */
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
