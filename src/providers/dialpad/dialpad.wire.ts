import { readId as readAnyId } from '../../support/wire.js';

export { isObject, readList, readNumber, readObject, readText, readTexts, type Wire } from '../../support/wire.js';

const DECIMAL = /^\d{1,16}(\.\d+)?$/;

/** An id. Dialpad also writes "none" as `0` and `""`. */
export function readId(value: unknown): string | null {
  const id = readAnyId(value);
  return id === '0' ? null : id;
}

/** Milliseconds since 1970, from a number or decimal text; fractions are cut. `0` means "never". */
export function readMillis(value: unknown): number | null {
  const millis = typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value;
  return typeof millis === 'number' && Number.isFinite(millis) && millis >= 1 ? Math.trunc(millis) : null;
}

/** `true`, also as text: `"TRUE"` and `"FALSE"` were seen. */
export const readFlag = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
