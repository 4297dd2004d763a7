import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import * as transformerPackage from 'class-transformer';
import { Transform } from 'class-transformer';
import * as validatorPackage from 'class-validator';
import { buildMessage, ValidateBy, type ValidationError } from 'class-validator';
import { isDay } from '../support/days.js';
import { plainText } from '../support/plain-text.js';
import type { FieldProblem, Problem } from '../support/problem.js';
import { problem, wrongFields } from '../support/problems.js';

const DAY = 'isDay';

/** A day that a calendar has, `YYYY-MM-DD`. */
export const IsDay = (): PropertyDecorator =>
  ValidateBy({
    name: DAY,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isDay(value),
      defaultMessage: buildMessage(() => '$property must be a day such as 2026-11-22'),
    },
  });

/** Text of at most so many characters that the database takes: it has no NUL. */
export const IsText = (longest: number): PropertyDecorator =>
  ValidateBy({
    name: 'isText',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && value.length <= longest && !value.includes('\0'),
      defaultMessage: buildMessage(() => `$property must be a text of at most ${longest} characters`),
    },
  });

/** What people type, without what nobody sees. */
export const Plain = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? plainText(value) : value));

/** A field of a query that a form left empty, as in `?filter=&page=2`, was not given. */
export const EmptyIsAbsent = (): PropertyDecorator =>
  Transform(({ obj, key, value }: { obj: Readonly<Record<string, unknown>>; key: string; value: unknown }) =>
    obj[key] === '' ? undefined : value,
  );

/** Checks queries and bodies against their class; what the class does not name is refused. */
export const inputPipe = (): ValidationPipe =>
  new InputPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: invalid,
    // Those that the inputs are decorated by: NestJS would take the host's, which need not be there, or be another version.
    validatorPackage,
    transformerPackage,
  });

/** No input of this package goes deeper than two steps. */
const DEEPEST = 8;

/** What reads inputs goes down into them step by step, and falls where there are thousands. */
class InputPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && Array.isArray(value)) {
      throw problem('invalid_input', 'what was sent must be a JSON object, such as {}');
    }
    if (isDeeper(value, DEEPEST)) {
      throw problem('invalid_input', 'it has too many things inside each other');
    }
    return await super.transform(value, metadata);
  }
}

function isDeeper(value: unknown, steps: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return steps === 0 || Object.values(value).some((inner) => isDeeper(inner, steps - 1));
}

/** The problem of an input, with every wrong field. */
function invalid(found: ValidationError[]): Problem {
  const errors = found.flatMap((error) => fieldProblems(error));
  const allDays = leavesOf(found).every(({ constraints }) => DAY in (constraints ?? {}));
  return wrongFields(allDays ? 'invalid_day' : 'invalid_input', errors);
}

/** The problem of a day in the path. */
export const invalidDay = (field: string): Problem =>
  wrongFields('invalid_day', [{ field, message: `${field} must be a day such as 2026-11-22` }]);

function fieldProblems({ property, constraints, children }: ValidationError, parent = ''): FieldProblem[] {
  const field = parent + property;
  return [
    ...Object.entries(constraints ?? {}).map(([name, message]) => ({
      field,
      message: name === 'whitelistValidation' ? `${field} is not known here` : message,
    })),
    ...(children ?? []).flatMap((child) => fieldProblems(child, `${field}.`)),
  ];
}

const leavesOf = (errors: readonly ValidationError[]): ValidationError[] =>
  errors.flatMap((error) => (error.children?.length ? leavesOf(error.children) : [error]));
