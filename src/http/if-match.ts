import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from './describing.js';
import { ApiProblems } from './api-problem.decorator.js';

/**
 * Does what is asked for only where what whoever asks has read is still what there is.
 *
 * @param read what was read, for the document
 * @param code of the refusal
 */
export const ApiIfMatch =
  (read: string, code: 'exclusion_changed' | 'mapping_changed' | 'rules_changed'): MethodDecorator =>
  (...place) => {
    const description = `${read}: done only where nobody has changed that since.`;
    ApiHeader({ name: 'If-Match', required: false, description })(...place);
    ApiProblems(code)(...place);
  };

/** What `If-Match` names; null where it is absent, or takes whatever there is. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): string | null => {
  const { headers } = context.switchToHttp().getRequest<{ readonly headers: Readonly<Record<string, unknown>> }>();
  const known = headers['if-match'];
  if (typeof known !== 'string' || known.trim() === '*') return null;
  return known
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');
});
