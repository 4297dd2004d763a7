import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { audit, ErasedPeople, plainName, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { ALL_TIME, hasBegun, without } from '../mapping/spans.js';
import { CallRecordEntity } from '../storage/index.js';
import { toE164 } from '../support/phone-numbers.js';
import type { Problem } from '../support/problem.js';
import { problem, problemWith } from '../support/problems.js';
import { eraseFromNotes } from './erase-notes.js';
import { beginErasing, eraseLines } from './erasing.js';
import { type Directories, holdersOf, mentionsIn, readDirectories, writtenIn } from './holdings.js';
import { lineOn } from './lines.js';
import { noteLeft, type Remainder } from './remains.js';

/** Erases people who are no employees: somebody's other party, and phone users who are nobody's. */
@Injectable()
export class StrangerEraser {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly erased: ErasedPeople,
  ) {}

  /**
   * Erases who is only the other party of calls, by their number: it and the names that calls tell with it go, and a keyed
   * hash of the number keeps it out of what is told later. Times and scores of the calls stay.
   *
   * @param number as people write it; national ones are of the tenant's region
   * @returns notes that may name them
   * @throws Problem 400 `invalid_input`; 409 `number_in_use` where an employee or a phone user has it
   */
  async eraseNumber(by: Caller, number: string): Promise<readonly Remainder[]> {
    const { tenantId } = by;
    const { region } = await this.terms.last(tenantId);
    const e164 = toE164(number, region);
    if (e164 === null) throw unreadableNumber();
    return await this.database.transaction(tenantId, async (em) => {
      const erasing = await beginErasing(em, tenantId, this.erased);
      const directories = await readDirectories(em, tenantId, erasing.terms);
      const [holder] = holdersOf(e164, directories);
      if (holder !== undefined) throw numberInUse(holder);
      const names = await namesWith(em, e164, directories);
      const { id, isNew } = await erasing.register.addNumber(e164);
      const written = { names, sharedNames: [], emails: [], numbers: [e164], region };
      const notes = await eraseFromNotes(em, { tenantId, terms: erasing.terms }, written, null);
      await eraseLines(erasing, [], { names: [], numbers: [e164] });
      if (isNew) await audit(em, by, { action: 'erase', subject: id, details: { what: 'number' } });
      return notes.map(noteLeft);
    });
  }

  /**
   * Erases a phone user for the days on which they are nobody's: their calls, their entry where nobody has it afterwards,
   * and their name and numbers in other people's records.
   *
   * @throws Problem 404 `unknown_phone_user`; 409 `phone_user_taken` where they are employees' on every day until today
   */
  async erasePhoneUser(by: Caller, connectionId: string, phoneUserId: string): Promise<readonly Remainder[]> {
    const { tenantId } = by;
    await this.terms.last(tenantId);
    return await this.database.transaction(tenantId, async (em) => {
      const erasing = await beginErasing(em, tenantId, this.erased);
      const { terms } = erasing;
      const directories = await readDirectories(em, tenantId, terms);
      const { today } = directories;
      const connection = directories.connections.find(({ id }) => id === connectionId);
      const isTheirs = (user: { readonly connectionId: string }, id: string): boolean =>
        user.connectionId === connectionId && id === phoneUserId;
      const user = directories.phoneUsers.find((one) => isTheirs(one, one.externalId));
      const isCalling = await em.count(CallRecordEntity, { connectionId, userExternalId: phoneUserId });
      if (connection === undefined || (user === undefined && isCalling === 0)) throw unknownPhoneUser();
      const taken = directories.ownerships.filter((row) => isTheirs(row, row.phoneUserId));
      const lines = without(ALL_TIME, taken)
        .filter((span) => hasBegun(span, today))
        .map((span) => lineOn(connection, phoneUserId, span, terms, today));
      if (lines.length === 0) throw phoneUserTaken();
      const mentions = mentionsIn(directories, { person: null, lines });
      const written = writtenIn(directories, { person: null, lines }, mentions);
      const notes = await eraseFromNotes(em, { tenantId, terms }, written, null);
      await eraseLines(erasing, lines, mentions);
      await audit(em, by, { action: 'erase', subject: connectionId, details: { what: 'phone-user' } });
      return notes.map(noteLeft);
    });
  }
}

/** What calls tell with a number, but for names that somebody of the company has as well. */
async function namesWith(
  em: SqlEntityManager,
  number: string,
  { employees, phoneUsers }: Directories,
): Promise<readonly string[]> {
  const calls = await em.find(
    CallRecordEntity,
    { counterpartyNumber: number, counterpartyName: { $ne: null } },
    { fields: ['counterpartyName'], disableIdentityMap: true },
  );
  const ours = new Set(
    [...employees.map(({ name }) => name), ...phoneUsers.map((user) => user.displayName)].map(plainName),
  );
  const names = new Set(calls.flatMap(({ counterpartyName }) => counterpartyName ?? []));
  return [...names].filter((name) => !ours.has(plainName(name)));
}

const unreadableNumber = (): Problem => {
  const message = 'number must be a telephone number such as +14155550111';
  return problemWith([{ field: 'number', message }], 'invalid_input', `${message}; nothing was erased`);
};

const numberInUse = (holder: string): Problem => problem('number_in_use', holder);

const unknownPhoneUser = (): Problem => problem('unknown_phone_user');

const phoneUserTaken = (): Problem =>
  problem(
    'phone_user_taken',
    'This phone user is an employee’s on every day until today, so nothing was erased. Erase that employee instead.',
  );
