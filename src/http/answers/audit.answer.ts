import { stringify } from 'csv-stringify/sync';
import { ApiProperty } from '@nestjs/swagger';
import type { AuditAction, AuditDetails, AuditEntryEntity } from '../../storage/index.js';

/** Something that somebody did. */
export class AuditEntryAnswer {
  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ description: 'The employee who did it.', example: 'e1' })
  readonly actor: string;

  @ApiProperty({ enum: ['connect', 'reconnect', 'disconnect', 'map', 'exclude', 'include', 'rules', 'erase'] })
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
      'Choices and opaque ids. Of a mapping, `phoneUser` is the id at the phone system; null where the line was erased or is gone.',
    example: { system: 'dialpad', to: 'phone-user', from: null, phoneUser: '5174' },
  })
  readonly details: AuditDetails;
}

/** The audit trail, newest first. */
export class AuditAnswer {
  @ApiProperty({ type: [AuditEntryAnswer] })
  readonly items: readonly AuditEntryAnswer[];
}

export const auditEntryAnswer = ({ at, actor, action, subject, details }: AuditEntryEntity): AuditEntryAnswer => ({
  at: at.toISOString(),
  actor,
  action,
  subject,
  details,
});

/** The same as a file for a spreadsheet, which runs nothing of it; details are JSON in one cell. */
export const auditCsv = (entries: readonly AuditEntryEntity[]): string =>
  stringify(
    entries.map(auditEntryAnswer).map((entry) => ({ ...entry, details: JSON.stringify(entry.details) })),
    {
      header: true,
      columns: ['at', 'actor', 'action', 'subject', 'details'],
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  );
