/** Whatever stands where a descriptor, or a part of one, should: nobody has looked at it yet. */
export type Unchecked = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Unchecked =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const partOf = (value: unknown): Unchecked => (isObject(value) ? value : {});

export const isBlank = (text: unknown): boolean => typeof text !== 'string' || text.trim() === '';

export const isWebAddress = (value: unknown): boolean =>
  typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';

export const isDuration = (ms: unknown): boolean => typeof ms === 'number' && Number.isFinite(ms) && ms > 0;

export const quoted = (value: unknown): string => JSON.stringify(value) ?? 'undefined';
