import type { CallRow } from './call-table.js';

/**
 * What holds of a call once one more reading of it is told. The list is right: what it said last replaces whatever is
 * stored, and no event replaces that. Events order each other by their revision; at equal revision the later one holds.
 *
 * That a message was left is known for good, whoever told it and whatever else is told later: while nobody answered the
 * call, it is a voicemail. What was read of one conversation is the list's as soon as that tells it itself. Of a record that named an erased person, the other party and the line stay as they are.
 *
 * @param stored what held before
 * @param told the reading; readings of one call are told in the order in which they were made
 */
export function whatHolds(stored: CallRow | undefined, told: CallRow): CallRow {
  if (stored === undefined) return told;
  const isReplaced = told.listed || (!stored.listed && stored.revision <= told.revision);
  const row = isReplaced ? told : stored;
  const toMailbox = stored.to_mailbox || told.to_mailbox;
  return {
    ...row,
    ...(stored.mentions_erased && {
      counterparty_number: stored.counterparty_number,
      counterparty_name: stored.counterparty_name,
      via_number: stored.via_number,
      mentions_erased: true,
    }),
    outcome: toMailbox && row.outcome === 'missed' ? 'voicemail' : row.outcome,
    detail_of: told.listed ? told.detail_of : stored.detail_of,
    listed: stored.listed || told.listed,
    to_mailbox: toMailbox,
  };
}

/** What people may see of a call differs: its days are scored again. */
export function saysOtherwise(stored: CallRow, held: CallRow): boolean {
  return JSON.stringify(said(stored)) !== JSON.stringify(said(held));
}

/** What decides over later readings differs. Once the list has told a call, its revision decides nothing. */
export function countsOtherwise(stored: CallRow, held: CallRow): boolean {
  return (
    stored.detail_of !== held.detail_of ||
    stored.listed !== held.listed ||
    stored.to_mailbox !== held.to_mailbox ||
    (!held.listed && stored.revision !== held.revision)
  );
}

function said(row: CallRow): unknown[] {
  const { revision: _revision, detail_of: _detailOf, listed: _listed, to_mailbox: _toMailbox, ...rest } = row;
  return Object.values(rest);
}
