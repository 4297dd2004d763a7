import { ApiProperty } from '../describing.js';
import type { FormerAccountData } from '../../connection/index.js';
import { AccountAnswer } from './connection.answer.js';
import {
  StoredMappingAnswer,
  storedMappingAnswer,
  StoredPhoneUserAnswer,
  storedPhoneUserAnswer,
  WholeCallAnswer,
  wholeCallAnswer,
} from './stored.answer.js';

/** Who was somebody in a former account, for a span of days. */
export class FormerMappingAnswer extends StoredMappingAnswer {
  @ApiProperty({ example: 'e1' })
  readonly employeeId: string;
}

/** A call of a former account. */
export class FormerCallAnswer extends WholeCallAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null where it was nobody’s.',
    example: '5551234567890124',
  })
  readonly phoneUserId: string | null;
}

/** Everything that is kept of a former account. */
export class FormerAccountDataAnswer {
  @ApiProperty({ format: 'date-time' })
  readonly exportedAt: string;

  @ApiProperty({ type: AccountAnswer })
  readonly account: AccountAnswer;

  @ApiProperty({ type: [StoredPhoneUserAnswer] })
  readonly phoneUsers: readonly StoredPhoneUserAnswer[];

  @ApiProperty({ type: [FormerMappingAnswer] })
  readonly mappings: readonly FormerMappingAnswer[];

  @ApiProperty({ type: [FormerCallAnswer], description: 'The oldest first.' })
  readonly calls: readonly FormerCallAnswer[];
}

/**
 * All of it as JSON, written as it is read. What breaks off has no end, and is no JSON.
 *
 * @param shown told whose lines are among it
 */
export async function* formerAccountDataJson(
  data: FormerAccountData,
  now: Date,
  shown: (employeeId: string) => void,
): AsyncGenerator<string> {
  const { accountExternalId: externalId, accountName: name, accountDomains: domains } = data.account;
  const head = { exportedAt: now.toISOString(), account: { externalId, name, domains } };
  yield JSON.stringify(head).slice(0, -1);
  yield* listJson('phoneUsers', data.phoneUsers(), storedPhoneUserAnswer);
  yield* listJson('mappings', data.mappings(), (mapping): FormerMappingAnswer => {
    const { employeeId, phoneUserId } = mapping;
    if (phoneUserId !== null) shown(employeeId);
    return { employeeId, ...storedMappingAnswer(mapping) };
  });
  yield* listJson('calls', data.calls(), (kept): FormerCallAnswer => ({
    phoneUserId: kept.call.userExternalId,
    ...wholeCallAnswer(kept),
  }));
  await data.mustBeWhole();
  yield '}';
}

async function* listJson<Row>(
  name: keyof FormerAccountDataAnswer,
  parts: AsyncIterable<readonly Row[]>,
  answer: (row: Row) => object,
): AsyncGenerator<string> {
  let before = `,${JSON.stringify(name)}:[`;
  for await (const rows of parts) {
    if (rows.length === 0) continue;
    yield before + rows.map((row) => JSON.stringify(answer(row))).join(',');
    before = ',';
  }
  yield before === ',' ? ']' : `${before}]`;
}
