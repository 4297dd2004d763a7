import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '../describing.js';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { EmptyIsAbsent, IsText, Plain } from '../validation.js';

const PAGE = 'page must be a whole number from 1';

/** A field by which people are sought. */
export const Search = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      description: 'Part of a name, an e-mail address or a telephone number; case and accents do not matter.',
      maxLength: 200,
    }),
    Plain(),
    IsOptional(),
    IsText(200),
  );

/** The number of a page. */
export const PageNumber = (description = '`nextPage` of the page before.'): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 1, default: 1, description }),
    EmptyIsAbsent(),
    IsOptional(),
    Type(() => Number),
    IsInt({ message: PAGE }),
    Min(1, { message: PAGE }),
    Max(1_000_000, { message: PAGE }),
  );

/** Whether a table or JSON is wanted. */
export const Format = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ enum: ['json', 'csv'], required: false, description: 'Default `json`.' }),
    IsOptional(),
    IsIn(['json', 'csv'], { message: 'format must be json or csv' }),
  );
