import { badRequest } from './errors.js';

/** What a filter of call records asks for. */
export interface RecordFilter {
  /** `[from, to)`, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Who took part; null for anybody. */
  readonly participant: string | null;
}

const COMPARED = /^startDateTime (ge|gt|le|lt) (\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?Z)?)$/;
const TOOK_PART = /^participants_v2\/any\(([a-z]):([a-z])\/id eq '([^']{1,100})'\)$/;

/** Reads a filter. @throws Refused for what call records cannot be filtered by */
export const recordFilterOf = (text: string | null): RecordFilter => {
  let filter: RecordFilter = { from: -Infinity, to: Infinity, participant: null };
  for (const clause of text === null ? [] : text.split(' and ').map((one) => one.trim())) {
    const [, operator, written = ''] = COMPARED.exec(clause) ?? [];
    const [, bound, used, participant] = TOOK_PART.exec(clause) ?? [];
    if (participant !== undefined && bound === used) filter = { ...filter, participant };
    else filter = { ...filter, ...boundOf(operator, Date.parse(written), clause) };
  }
  return filter;
};

const boundOf = (operator: string | undefined, at: number, clause: string): Partial<RecordFilter> => {
  if (operator === undefined || Number.isNaN(at)) return badRequest(`Invalid filter clause: ${clause}.`);
  // Instants are whole milliseconds here.
  switch (operator) {
    case 'ge':
      return { from: at };
    case 'gt':
      return { from: at + 1 };
    case 'le':
      return { to: at + 1 };
    default:
      return { to: at };
  }
};
