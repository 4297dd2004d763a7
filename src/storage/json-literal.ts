import { raw, type RawQueryFragment } from '@mikro-orm/sql';

/**
 * A value as JSON, to be given in the place of a statement's `?`: `…(?::jsonb)`. For long ones: the ORM would quote a text
 * character by character, which for a page of calls takes longer than to write its JSON.
 */
export const jsonLiteral = (value: unknown): RawQueryFragment =>
  // With E, a backslash means the same whatever `standard_conforming_strings` says.
  raw(`E'${JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
