import { fromWire } from './wire.js';

/**
 * The parameters and body fields that each request of a vendor's description has, by method and path; a part of the path
 * in braces matches anything.
 *
 * @example { 'GET /v1/users/{id}': ['fields'] }
 */
export type KnownNames = Readonly<Record<string, readonly string[]>>;

/** What a vendor passes over in silence: names of a request that its description does not have. None of an unknown path. */
export function ignoredNames(
  known: KnownNames,
  method: string,
  path: string,
  names: Iterable<string>,
): readonly string[] {
  const request = Object.keys(known).find((each) => isLike(each, `${method} ${path}`));
  if (request === undefined) return [];
  return [...new Set(names)].filter((name) => known[request]?.includes(name) !== true);
}

const isLike = (pattern: string, request: string): boolean => {
  const [wanted, given] = [pattern.split('/'), request.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, place) => (part.startsWith('{') ? given[place] !== '' : part === given[place]))
  );
};

/** The fields of a JSON body; none of what is no object. */
export function fieldsIn(body: string): readonly string[] {
  if (body === '') return [];
  try {
    const read = fromWire(body);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? Object.keys(read) : [];
  } catch {
    return [];
  }
}
