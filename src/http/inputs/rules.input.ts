import { ApiProperty, ApiPropertyOptional } from '../describing.js';
import { Type } from 'class-transformer';
import {
  buildMessage,
  IsIn,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { IsDay } from '../validation.js';

/** `IsNumber` of class-validator throws for numbers such as 1e-7. */
const hasSixDecimals = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && Number(value.toFixed(6)) === value;

const Amount = (most: number): PropertyDecorator =>
  applyDecorators(
    ValidateBy({
      name: 'isAmount',
      validator: {
        validate: hasSixDecimals,
        defaultMessage: buildMessage(() => '$property must be a number with at most six decimals'),
      },
    }),
    Min(0, { message: '$property must not be negative' }),
    Max(most, { message: `$property must be at most ${most}` }),
  );

/** What a minute is worth by kind of call. */
export class WeightsInput {
  @ApiProperty({ example: 1 })
  @Amount(1000)
  readonly inbound: number;

  @ApiProperty({ example: 1 })
  @Amount(1000)
  readonly outbound: number;

  @ApiProperty({ example: 0.5, description: 'For a call with a colleague, instead of the weight of its direction.' })
  @Amount(1000)
  readonly internal: number;
}

/** A tenant's counting rules from a day on. */
export class RulesDocument {
  @ApiProperty({ format: 'date', description: 'Saving for the same day again replaces.', example: '2026-12-01' })
  @IsDay()
  readonly effectiveFrom: string;

  @ApiProperty({ example: 1 })
  @Amount(1000)
  readonly pointsPerMinute: number;

  @ApiProperty({ type: WeightsInput })
  @IsObject({ message: 'weights must be an object' })
  @ValidateNested()
  @Type(() => WeightsInput)
  readonly weights: WeightsInput;

  @ApiProperty({
    example: 0,
    description: 'For each conversation in which the employee answered a call that is not flagged.',
  })
  @Amount(1000)
  readonly pointsPerCall: number;

  @ApiProperty({ example: 0, description: 'Answered calls with less talk are flagged and do not count.' })
  @Amount(86_400)
  readonly shortestTalkSeconds: number;

  @ApiProperty({ type: Number, nullable: true, example: null, description: 'The most points of one day.' })
  @ValidateIf(({ dailyCap }: RulesDocument) => dailyCap !== null)
  @Amount(1_000_000)
  readonly dailyCap: number | null;

  @ApiProperty({ enum: ['employee', 'conversation'], description: 'Within what no moment is credited twice.' })
  @IsIn(['employee', 'conversation'], { message: 'overlap must be employee or conversation' })
  readonly overlap: 'employee' | 'conversation';
}

/** Rules as they are sent: those that were read may be changed and sent back. */
export class RulesInput extends RulesDocument {
  @ApiPropertyOptional({ type: [Object], example: [], description: 'Passed over: it is there in what is read.' })
  @IsOptional()
  readonly versions?: unknown;

  @ApiPropertyOptional({ type: String, example: 'x8Yz2kQ0v7sB4nLd', description: 'Passed over, likewise.' })
  @IsOptional()
  readonly revision?: unknown;
}

/** The document without what is passed over. */
export const documentIn = ({ versions: _past, revision: _known, ...document }: RulesInput): RulesDocument => document;
