import { ApiProperty, ApiPropertyOptional } from '../describing.js';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { ObjectionState } from '../../privacy/index.js';
import type { ObjectionStep } from '../../storage/index.js';
import { EmptyIsAbsent, IsText, Plain } from '../validation.js';
import { PageNumber } from './listing.input.js';

/** The most that somebody may write, in characters. */
const LONGEST = 10_000;
const STEPS: readonly ObjectionStep[] = ['exclude', 'include', 'look'];
const STATES: readonly ObjectionState[] = ['open', 'answered', 'all'];

/** What is wrong with a day, or with a call of it. */
export class ObjectionInput {
  @ApiProperty({
    description: 'In one’s own words; it is text, whatever stands in it.',
    maxLength: LONGEST,
    example: 'I was on another line',
  })
  @Plain()
  @IsText(LONGEST)
  @Matches(/\S/, { message: 'text must say what is wrong' })
  readonly text: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The call of the day that is meant; left out or null, the day as a whole.',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @IsUUID('all', { message: 'callId must be the callId of a call of this day' })
  readonly callId?: string | null;
}

/** What is answered to an objection. */
export class ObjectionAnswerInput {
  @ApiProperty({ enum: ['accepted', 'declined'] })
  @IsIn(['accepted', 'declined'], { message: 'answer must be accepted or declined' })
  readonly answer: 'accepted' | 'declined';

  @ApiProperty({
    description: 'Why, in one’s own words.',
    maxLength: LONGEST,
    example: 'You are right: that was a test.',
  })
  @Plain()
  @IsText(LONGEST)
  @Matches(/\S/, { message: 'text must give a reason' })
  readonly text: string;

  @ApiPropertyOptional({
    enum: [...STEPS],
    nullable: true,
    description:
      'What follows where it is accepted: `exclude` leaves the call out and `include` lets it count again, in the same step; `look` changes no call, and says that mapping or rules are looked at. Left out, a call that counts is left out, one that was left out counts again, and a day is looked at. Of no meaning where it is declined.',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @IsIn(STEPS, { message: 'step must be exclude, include or look' })
  readonly step?: ObjectionStep | null;
}

/** Which objections. */
export class ObjectionsQuery {
  @ApiPropertyOptional({
    enum: [...STATES],
    default: 'open',
    description: 'Those that wait are listed oldest first, all others newest first.',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @IsIn(STATES, { message: 'state must be open, answered or all' })
  readonly state?: ObjectionState;

  @PageNumber()
  readonly page?: number;
}
