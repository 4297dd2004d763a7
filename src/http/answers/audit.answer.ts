import { stringify } from 'csv-stringify/sync';
import { ApiProperty } from '../describing.js';
import type { TrailPage } from '../../access/index.js';
import type { Explained } from '../../contract/index.js';
import type { AuditAction, AuditDetails, AuditEntryEntity } from '../../storage/index.js';
import { disarmed } from '../../support/spreadsheet-cell.js';

/** Something that somebody did. */
export class AuditEntryAnswer {
  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ description: 'The employee who did it.', example: 'e1' })
  readonly actor: string;

  @ApiProperty({
    enum: [
      'connect',
      'reconnect',
      'disconnect',
      'map',
      'exclude',
      'include',
      'rules',
      'erase',
      'fetch',
      'object',
      'answer',
      'acknowledge',
    ],
  })
  readonly action: AuditAction;

  @ApiProperty({
    description: 'The id of the connection, employee or call; for rules, the day from which they hold.',
    example: 'e5',
  })
  readonly subject: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'Choices and opaque ids. Of a mapping, `phoneUser` is the id at the phone system; null where the line was erased or is gone. Of an objection and its answer, `text` is what was written; null where that was erased. Of rules, none for who is told minutes alone.',
    example: { system: 'dialpad', to: 'phone-user', from: null, phoneUser: '5174' },
  })
  readonly details: AuditDetails;
}

/** A page of the audit trail, newest first. */
export class AuditAnswer {
  @ApiProperty({ type: [AuditEntryAnswer] })
  readonly items: readonly AuditEntryAnswer[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'What `after` is to be for the page of what is older; null after the oldest.',
  })
  readonly next: number | null;
}

export const auditAnswer = ({ entries, next }: TrailPage, explain: Explained): AuditAnswer => ({
  items: entries.map((entry) => auditEntryAnswer(entry, explain)),
  next,
});

export const auditEntryAnswer = (
  { at, actor, action, subject, details }: AuditEntryEntity,
  explain: Explained,
): AuditEntryAnswer => ({
  at: at.toISOString(),
  actor,
  action,
  subject,
  details: action === 'rules' && explain === 'minutes' ? {} : details,
});

/** The whole trail as a file for a spreadsheet, which runs nothing of it; details are JSON in one cell. */
export async function* auditCsv(
  pages: AsyncIterable<readonly AuditEntryEntity[]>,
  explain: Explained,
): AsyncGenerator<string> {
  let header = true;
  for await (const entries of pages) {
    yield stringify(
      entries
        .map((entry) => auditEntryAnswer(entry, explain))
        .map((entry) => ({ ...entry, details: JSON.stringify(entry.details) })),
      {
        header,
        columns: ['at', 'actor', 'action', 'subject', 'details'],
        cast: { string: disarmed },
        record_delimiter: 'windows',
      },
    );
    header = false;
  }
}
