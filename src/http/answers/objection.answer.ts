import { ApiProperty } from '../describing.js';
import type { Caller } from '../../contract/index.js';
import type { ObjectionPage } from '../../privacy/index.js';
import type { ObjectionAnswerView, WholeObjectionView } from '../../scoring/index.js';
import type { ObjectionStep } from '../../storage/index.js';
import { PersonNamedAnswer } from './person-named.answer.js';

/** What somebody answered. */
export class ObjectionReplyAnswer implements ObjectionAnswerView {
  @ApiProperty({ enum: ['accepted', 'declined'] })
  readonly answer: 'accepted' | 'declined';

  @ApiProperty({
    type: String,
    enum: ['exclude', 'include', 'look'],
    nullable: true,
    description:
      'What followed: the call was left out, counts again, or mapping or rules are looked at; null where it was declined.',
  })
  readonly step: ObjectionStep | null;

  @ApiProperty({ description: 'Why, in their words.', example: 'You are right: that was a test.' })
  readonly text: string;

  @ApiProperty({ type: PersonNamedAnswer })
  readonly by: PersonNamedAnswer;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;
}

/** What somebody objected to about a day of theirs, or a call of it. */
export class ObjectionOnDayAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null where the day as a whole is meant. The call may have been deleted since.',
  })
  readonly callId: string | null;

  @ApiProperty({ description: 'What is wrong, in their words.', example: 'I was on another line' })
  readonly text: string;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ type: ObjectionReplyAnswer, nullable: true, description: 'Null while it waits.' })
  readonly answer: ObjectionReplyAnswer | null;
}

/** The same by itself. */
export class ObjectionAnswer extends ObjectionOnDayAnswer {
  @ApiProperty({ type: PersonNamedAnswer, description: 'Whose day it is, and who objects.' })
  readonly employee: PersonNamedAnswer;

  @ApiProperty({ format: 'date', example: '2026-11-20' })
  readonly day: string;

  @ApiProperty({ description: 'Whether whoever asks may answer it: it waits, and is not their own.' })
  readonly mayAnswer: boolean;
}

/** A page of objections. */
export class ObjectionsAnswer {
  @ApiProperty({ type: [ObjectionAnswer] })
  readonly items: readonly ObjectionAnswer[];

  @ApiProperty({ type: 'integer', nullable: true, example: null, description: 'Null after the last page.' })
  readonly nextPage: number | null;
}

/** @param caller who may answer for the person, but for their own */
export const objectionAnswer = (view: WholeObjectionView, caller: Pick<Caller, 'employeeId'>): ObjectionAnswer => ({
  ...view,
  mayAnswer: view.answer === null && view.employee.id !== caller.employeeId,
});

export const objectionsAnswer = ({ items, nextPage }: ObjectionPage, caller: Caller): ObjectionsAnswer => ({
  items: items.map((view) => objectionAnswer(view, caller)),
  nextPage,
});
