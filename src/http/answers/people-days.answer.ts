import { stringify } from 'csv-stringify/sync';
import { ApiProperty } from '../describing.js';
import type { Explained } from '../../contract/index.js';
import { inMinutes, type PersonDaysView } from '../../scoring/index.js';
import { disarmed } from '../../support/spreadsheet-cell.js';
import { KnowledgeAnswer } from './days.answer.js';
import { ApiExplain, NOT_TOLD } from './explain.js';

/** Somebody, by name. */
export class NamedPersonAnswer {
  @ApiProperty({ example: 'e3' })
  readonly id: string;

  @ApiProperty({ example: 'Ann Lee' })
  readonly name: string;
}

/** What one or several days come to. */
export class FiguresAnswer {
  @ApiProperty({ type: Number, nullable: true, description: `With two places. ${NOT_TOLD}`, example: 15.5 })
  readonly score: number | null;

  @ApiProperty({ example: 900 })
  readonly countedSeconds: number;

  @ApiProperty({ example: 4 })
  readonly calls: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'How many of the calls were missed; null where a day is so old that nobody knows it any more.',
    example: 1,
  })
  readonly missed: number | null;
}

/** A day of one person. */
export class PersonDayAnswer extends KnowledgeAnswer {
  @ApiProperty({ format: 'date', example: '2026-11-20' })
  readonly day: string;

  @ApiProperty({
    description: 'Whether every call of the day is stored and scored. Else its figures are null, and not 0.',
  })
  override readonly known: boolean;

  @ApiProperty({ type: Number, nullable: true, description: NOT_TOLD, example: 15.5 })
  readonly score: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 900 })
  readonly countedSeconds: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 4 })
  readonly calls: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 1 })
  readonly missed: number | null;

  @ApiProperty({
    type: FiguresAnswer,
    nullable: true,
    description: 'Of a day that is not known: what is stored of it already. No total has it.',
  })
  readonly soFar: FiguresAnswer | null;
}

/** The totals of a person's known days. */
export class TotalFiguresAnswer extends FiguresAnswer {
  @ApiProperty({ example: 6 })
  readonly knownDays: number;

  @ApiProperty({ description: 'Without those that are still to come.', example: 1 })
  readonly unknownDays: number;
}

/** What somebody's known days come to by their own earlier weeks. */
export class EarlierWeeksAnswer {
  @ApiProperty({ type: Number, nullable: true, description: NOT_TOLD, example: 14.25 })
  readonly score: number | null;

  @ApiProperty({ example: 855.5 })
  readonly countedSeconds: number;
}

/** Somebody with their days. */
export class PersonDaysAnswer {
  @ApiProperty()
  readonly employee: NamedPersonAnswer;

  @ApiProperty({ type: [PersonDayAnswer], description: 'Every day of the span' })
  readonly days: readonly PersonDayAnswer[];

  @ApiProperty({ description: 'Of the known days.' })
  readonly total: TotalFiguresAnswer;

  @ApiProperty({
    type: EarlierWeeksAnswer,
    nullable: true,
    description:
      'What the same known days come to by the person’s own four weeks before the span: of each the mean of the known days of its weekday in those. Null where there is none.',
  })
  readonly earlier: EarlierWeeksAnswer | null;
}

/** What stands in the middle of a team. */
export class TeamMiddleAnswer {
  @ApiProperty({ type: FiguresAnswer, nullable: true, description: 'The medians; null where they are not told.' })
  readonly figures: FiguresAnswer | null;

  @ApiProperty({
    type: String,
    enum: ['too-few', 'too-many'],
    nullable: true,
    description: 'Why they are not: the group is smaller than the tenant’s least, or too large to be looked through.',
  })
  readonly why: 'too-few' | 'too-many' | null;

  @ApiProperty({
    description: 'Of how many people: those of whom every day is known that is known of most.',
    example: 12,
  })
  readonly people: number;

  @ApiProperty({ description: 'Of how many days of each.', example: 6 })
  readonly days: number;

  @ApiProperty({ description: 'Of how many people it must be at least, by the tenant’s terms.', example: 5 })
  readonly leastGroup: number;
}

/** A page of people with their days. */
export class PeopleDaysAnswer {
  @ApiExplain()
  readonly explain: Explained;

  @ApiProperty({ example: 'America/New_York' })
  readonly timeZone: string;

  @ApiProperty({ format: 'date', description: 'The tenant’s own day.', example: '2026-11-22' })
  readonly today: string;

  @ApiProperty({ format: 'date-time', description: 'When this was read.' })
  readonly readAt: string;

  @ApiProperty({
    type: NamedPersonAnswer,
    nullable: true,
    description: 'Whose direct reports these are; null is everybody.',
  })
  readonly manager: NamedPersonAnswer | null;

  @ApiProperty({ description: 'How many people fit, on all pages together.', example: 12 })
  readonly found: number;

  @ApiProperty({ description: 'Whether the tenant’s terms let people be put in the order of a figure.' })
  readonly ranking: boolean;

  @ApiProperty({ description: 'Of the whole team, whatever is sought and on whatever page.' })
  readonly middle: TeamMiddleAnswer;

  @ApiProperty({ type: [PersonDaysAnswer] })
  readonly items: readonly PersonDaysAnswer[];

  @ApiProperty({ type: Number, nullable: true, description: 'Null on the last page.', example: 2 })
  readonly nextPage: number | null;
}

const COLUMNS = ['employeeId', 'employeeName', 'day', 'known', 'why', 'score', 'countedSeconds', 'calls', 'missed'];

/** A line for each person and day, for a spreadsheet, which runs nothing of it; what is not known or not told is empty. */
export async function* peopleDaysCsv(
  parts: AsyncIterable<readonly PersonDaysView[]>,
  explain: Explained,
): AsyncGenerator<string> {
  yield stringify([COLUMNS], { bom: true, record_delimiter: 'windows' });
  // Written person by person: others have their turn in between.
  for await (const people of parts) {
    for (const { employee, days } of explain === 'minutes' ? inMinutes(people) : people) {
      const lines = days.map(({ day, known, why, score, countedSeconds, calls, missed }) => [
        ...[employee.id, employee.name, day, known ? 'yes' : 'no', why],
        ...[score, countedSeconds, calls, missed],
      ]);
      yield stringify(lines, { cast: { string: disarmed }, record_delimiter: 'windows' });
    }
  }
}
