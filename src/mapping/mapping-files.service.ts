import { Injectable } from '@nestjs/common';
import { type Actor, audit, People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import type { Problem } from '../support/problem.js';
import { problemWith } from '../support/problems.js';
import { mapped, passedOn, trailIdsOf } from './audited.js';
import { changeMapping, matched } from './mapping-change.js';
import { type MappingFile, type MappingLine, readMappingCsv, writeMappingCsv } from './mapping-csv.js';
import { planImport } from './mapping-import.js';
import { presentOf, stateOf } from './mapping-store.js';
import type { MappingState } from './mapping-view.js';
import { LISTED_LINES, type WrongLine, type WrongLines } from './wrong-lines.js';

/** What a file comes to. */
export interface MappingImport {
  /** The lines below the heading. */
  readonly lines: number;
  /** Those that change something, as they were read. */
  readonly changes: readonly MappingLine[];
  /** The first of those that cannot be taken. Where there are any, nothing of the file is. */
  readonly wrong: readonly WrongLine[];
  /** How many cannot be taken. */
  readonly wrongLines: number;
}

/** A connection's mapping as a CSV file, out and in. */
@Injectable()
export class MappingFiles {
  constructor(
    private readonly database: TenantDatabase,
    private readonly people: People,
    private readonly terms: TenantTermsBook,
  ) {}

  /** Everybody's line; see {@link writeMappingCsv}. */
  async export(connection: ConnectionEntity): Promise<string> {
    const terms = await this.terms.last(connection.tenantId);
    return writeMappingCsv(await presentOf(this.database.of(connection.tenantId), connection, terms));
  }

  /**
   * What {@link import} would do. Nothing is changed.
   *
   * @throws Problem 400 `unreadable_csv`
   */
  async check(connection: ConnectionEntity, csv: string): Promise<MappingImport> {
    const file = await readMappingCsv(csv);
    await this.people.refresh(connection.tenantId);
    const terms = await this.terms.last(connection.tenantId);
    const state = await stateOf(this.database.of(connection.tenantId), connection, terms);
    return (await outcomeOf(file, state)).outcome;
  }

  /**
   * Takes a file over: all of it or, where a line is wrong, nothing.
   *
   * @throws Problem 400 `unreadable_csv`, or `wrong_lines` with the first of them
   */
  async import(by: Actor, connection: ConnectionEntity, csv: string): Promise<MappingImport> {
    const file = await readMappingCsv(csv);
    await this.people.refresh(connection.tenantId);
    const terms = await this.terms.last(connection.tenantId);
    return await changeMapping(this.database, connection, terms, async (em, held) => {
      const state = await stateOf(em, held, terms);
      const { rows, outcome, wrong } = await outcomeOf(file, state);
      if (wrong.count > 0) throw wrongLines(wrong);
      const named = await trailIdsOf(em, connection, outcome.changes);
      const audited = outcome.changes.map((change) => {
        const { phoneUserId, source } = change;
        const to = source !== 'manual' ? 'automatic' : phoneUserId === null ? 'nobody' : 'phone-user';
        return mapped(connection, change, to, named);
      });
      await audit(em, by, ...audited, ...passedOn(connection, outcome.changes, state.rows, rows, named));
      const leftToMatching = outcome.changes.some(({ source }) => source !== 'manual');
      return { rows: leftToMatching ? matched({ ...state, rows }) : rows, result: outcome, matchDue: true };
    });
  }
}

async function outcomeOf(file: MappingFile, state: MappingState) {
  const { rows, changes, wrong } = await planImport(state, file);
  const lines = file.lines.length + file.wrong.count;
  return { rows, wrong, outcome: { lines, changes, wrong: wrong.first, wrongLines: wrong.count } };
}

function wrongLines({ count, first }: WrongLines): Problem {
  const many = `${count} ${count === 1 ? 'line is' : 'lines are'} wrong`;
  const unlisted = count - first.length;
  const more = unlisted === 0 ? '' : ` The first ${LISTED_LINES} are listed here, and ${unlisted} more are not.`;
  const fields = first.map(({ line, message }) => ({ field: `line ${line}`, message }));
  return problemWith(fields, 'wrong_lines', many, `line ${first[0]?.line}: ${first[0]?.message}${more}`);
}
