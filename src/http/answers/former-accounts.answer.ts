import { ApiProperty } from '../describing.js';
import type { ConnectionEntity } from '../../storage/index.js';
import { AccountAnswer } from './connection.answer.js';

/** An account that was connected earlier, and of which something is kept. */
export class FormerAccountAnswer {
  @ApiProperty({ format: 'uuid', description: 'The id of its connection: what it is exported and erased by.' })
  readonly connectionId: string;

  @ApiProperty({ type: AccountAnswer })
  readonly account: AccountAnswer;

  @ApiProperty({ format: 'date-time', description: 'When it was connected last.' })
  readonly connectedAt: string;

  @ApiProperty({ description: 'How many call records of it are kept.', example: 1840 })
  readonly records: number;
}

/** Accounts that were connected earlier. */
export class FormerAccountsAnswer {
  @ApiProperty({ type: [FormerAccountAnswer], description: 'The latest first.' })
  readonly items: readonly FormerAccountAnswer[];
}

export const formerAccountAnswer = (former: ConnectionEntity): FormerAccountAnswer => ({
  connectionId: former.id,
  account: { externalId: former.accountExternalId, name: former.accountName, domains: former.accountDomains },
  connectedAt: former.connectedAt.toISOString(),
  records: former.records,
});
