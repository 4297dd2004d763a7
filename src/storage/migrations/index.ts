import type { MigrationObject } from '@mikro-orm/core';
import { CreatePhoneSystem } from './0001-create-phone-system.js';
import { Reconcile } from './0002-reconcile.js';
import { AddAlerts } from './0003-add-alerts.js';
import { FindMappingsByEmployee } from './0004-find-mappings-by-employee.js';
import { AuditTrail } from './0005-audit-trail.js';
import { ErasureAndRetention } from './0006-erasure-and-retention.js';
import { RowLevelSecurity } from './0007-row-level-security.js';
import { ReadDaysAtOnce } from './0008-read-days-at-once.js';
import { HooksPath } from './0009-hooks-path.js';
import { KeepAnswersOfDays } from './0010-keep-answers-of-days.js';
import { RefusedScores } from './0011-refused-scores.js';
import { QuickAnswersOfDays } from './0012-quick-answers-of-days.js';
import { KeepMentionsErased } from './0013-keep-mentions-erased.js';
import { ReadFreshDaysFirst } from './0014-read-fresh-days-first.js';
import { TellWhoseSlots } from './0015-tell-whose-slots.js';
import { WakeWhenDue } from './0016-wake-when-due.js';
import { KnowTheDirectory } from './0017-know-the-directory.js';
import { TellWhoTold } from './0018-tell-who-told.js';
import { LetDaysFailAlone } from './0020-let-days-fail-alone.js';
import { KnowSinceWhen } from './0022-know-since-when.js';
import { TellByWhatRight } from './0023-tell-by-what-right.js';
import { KeepPastTerms } from './0024-keep-past-terms.js';
import { TellFrozenDays } from './0025-tell-frozen-days.js';
import { NameLinesInTheTrail } from './0026-name-lines-in-the-trail.js';
import { PageInTheDatabase } from './0027-page-in-the-database.js';
import { TellTheShift } from './0028-tell-the-shift.js';
import { TellWhatItCameTo } from './0031-tell-what-it-came-to.js';
import { SearchWhatIsListed } from './0032-search-what-is-listed.js';
import { ReadTeamsAtOnce } from './0036-read-teams-at-once.js';
import { TellWhatWasLetGo } from './0038-tell-what-was-let-go.js';
import { TellWhatNobodyTold } from './0039-tell-what-nobody-told.js';
import { TellWhatItKeepsQuiet } from './0041-tell-what-it-keeps-quiet.js';
import { ReadTeamsAsOneList } from './0043-read-teams-as-one-list.js';
import { RenewWhatLapses } from './0060-renew-what-lapses.js';
import { ProveTheAccount } from './0061-prove-the-account.js';
import { ReadWhatIsAnnounced } from './0065-read-what-is-announced.js';
import { SendFromOneCopy } from './0070-send-from-one-copy.js';
import { HearObjections } from './0071-hear-objections.js';
import { NoteWhoReadTheNotice } from './0072-note-who-read-the-notice.js';
import { BoundWhatIsStored } from './0075-bound-what-is-stored.js';

/**
 * In order of their names, which are stored and never change. Forward only; each must be safe on a live table, and leave
 * what copies of the last release read and write as it is: `test/upgrade` holds that.
 */
export const migrations: readonly MigrationObject[] = [
  { name: '0001-create-phone-system', class: CreatePhoneSystem },
  { name: '0002-reconcile', class: Reconcile },
  { name: '0003-add-alerts', class: AddAlerts },
  { name: '0004-find-mappings-by-employee', class: FindMappingsByEmployee },
  { name: '0005-audit-trail', class: AuditTrail },
  { name: '0006-erasure-and-retention', class: ErasureAndRetention },
  { name: '0007-row-level-security', class: RowLevelSecurity },
  { name: '0008-read-days-at-once', class: ReadDaysAtOnce },
  { name: '0009-hooks-path', class: HooksPath },
  { name: '0010-keep-answers-of-days', class: KeepAnswersOfDays },
  { name: '0011-refused-scores', class: RefusedScores },
  { name: '0012-quick-answers-of-days', class: QuickAnswersOfDays },
  { name: '0013-keep-mentions-erased', class: KeepMentionsErased },
  { name: '0014-read-fresh-days-first', class: ReadFreshDaysFirst },
  { name: '0015-tell-whose-slots', class: TellWhoseSlots },
  { name: '0016-wake-when-due', class: WakeWhenDue },
  { name: '0017-know-the-directory', class: KnowTheDirectory },
  { name: '0018-tell-who-told', class: TellWhoTold },
  { name: '0020-let-days-fail-alone', class: LetDaysFailAlone },
  { name: '0022-know-since-when', class: KnowSinceWhen },
  { name: '0023-tell-by-what-right', class: TellByWhatRight },
  { name: '0024-keep-past-terms', class: KeepPastTerms },
  { name: '0025-tell-frozen-days', class: TellFrozenDays },
  { name: '0026-name-lines-in-the-trail', class: NameLinesInTheTrail },
  { name: '0027-page-in-the-database', class: PageInTheDatabase },
  { name: '0028-tell-the-shift', class: TellTheShift },
  { name: '0031-tell-what-it-came-to', class: TellWhatItCameTo },
  { name: '0032-search-what-is-listed', class: SearchWhatIsListed },
  { name: '0036-read-teams-at-once', class: ReadTeamsAtOnce },
  { name: '0038-tell-what-was-let-go', class: TellWhatWasLetGo },
  { name: '0039-tell-what-nobody-told', class: TellWhatNobodyTold },
  { name: '0041-tell-what-it-keeps-quiet', class: TellWhatItKeepsQuiet },
  { name: '0043-read-teams-as-one-list', class: ReadTeamsAsOneList },
  { name: '0060-renew-what-lapses', class: RenewWhatLapses },
  { name: '0061-prove-the-account', class: ProveTheAccount },
  { name: '0065-read-what-is-announced', class: ReadWhatIsAnnounced },
  { name: '0070-send-from-one-copy', class: SendFromOneCopy },
  { name: '0071-hear-objections', class: HearObjections },
  { name: '0072-note-who-read-the-notice', class: NoteWhoReadTheNotice },
  { name: '0075-bound-what-is-stored', class: BoundWhatIsStored },
];
