/** Written by `npm run surface` from docs/api/openapi.json. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly SignInInput: {
            /** @example dana@acme.example */
            readonly email: string;
        };
        readonly Me: {
            /** @example e1 */
            readonly employeeId: string;
            /** @example acme */
            readonly tenantId: string;
            /** @enum {string} */
            readonly role: "admin" | "manager" | "employee";
            /** @example Dana Reyes */
            readonly name: string;
            /** @description Whether somebody who works here reports to them. */
            readonly leads: boolean;
        };
        readonly FieldProblemAnswer: {
            /**
             * @description Where it is, such as `weights.inbound`.
             * @example from
             */
            readonly field: string;
            /** @example from must be a day such as 2026-11-22 */
            readonly message: string;
        };
        readonly ProblemAnswer: {
            /** @example about:blank */
            readonly type: string;
            /**
             * @description The status in words.
             * @example Not Found
             */
            readonly title: string;
            /** @example 404 */
            readonly status: number;
            /**
             * @description What happened and what to do, in a sentence for people.
             * @example There is no such employee here.
             */
            readonly detail: string;
            /**
             * @description Stable, for programs.
             * @example unknown_employee
             */
            readonly code: string;
            /** @description Every wrong field, where the input was at fault; else empty. */
            readonly errors: readonly components["schemas"]["FieldProblemAnswer"][];
        };
        readonly ProductAnswer: {
            /** @example prodoscore-phone-systems */
            readonly name: string;
            /** @example 0.1.0 */
            readonly version: string;
        };
        readonly StatementAnswer: {
            /** @example Calls are kept for 400 days; the totals of their days stay. */
            readonly text: string;
            /**
             * @description The tests that fail where it is not so, in the repository of the package.
             * @example [
             *       "src/privacy/retention.service.spec.ts"
             *     ]
             */
            readonly heldBy: readonly string[];
        };
        readonly AssuranceTableAnswer: {
            /**
             * @example [
             *       "Address",
             *       "Who may"
             *     ]
             */
            readonly columns: readonly string[];
            /**
             * @example [
             *       [
             *         "GET /phone-systems/rules",
             *         "administrators"
             *       ]
             *     ]
             */
            readonly rows: readonly (readonly string[])[];
        };
        readonly AssuranceSectionAnswer: {
            /** @example retention */
            readonly id: string;
            /** @example How long it is kept */
            readonly title: string;
            readonly statements: readonly components["schemas"]["StatementAnswer"][];
            /** @description Null where the statements say all. */
            readonly table: components["schemas"]["AssuranceTableAnswer"] | null;
        };
        readonly AssuranceAnswer: {
            /**
             * @description Another one whenever anything of it is.
             * @example 5f0c9d1e2b3a4c5d
             */
            readonly version: string;
            readonly product: components["schemas"]["ProductAnswer"];
            readonly sections: readonly components["schemas"]["AssuranceSectionAnswer"][];
        };
        readonly AuditEntryAnswer: {
            /** Format: date-time */
            readonly at: string;
            /**
             * @description The employee who did it.
             * @example e1
             */
            readonly actor: string;
            /** @enum {string} */
            readonly action: "connect" | "reconnect" | "disconnect" | "map" | "exclude" | "include" | "rules" | "erase" | "fetch" | "object" | "answer" | "acknowledge";
            /**
             * @description The id of the connection, employee or call; for rules, the day from which they hold.
             * @example e5
             */
            readonly subject: string;
            /**
             * @description Choices and opaque ids. Of a mapping, `phoneUser` is the id at the phone system; null where the line was erased or is gone. Of an objection and its answer, `text` is what was written; null where that was erased. Of rules, none for who is told minutes alone.
             * @example {
             *       "system": "dialpad",
             *       "to": "phone-user",
             *       "from": null,
             *       "phoneUser": "5174"
             *     }
             */
            readonly details: {
                readonly [key: string]: unknown;
            };
        };
        readonly AuditAnswer: {
            readonly items: readonly components["schemas"]["AuditEntryAnswer"][];
            /**
             * @description What `after` is to be for the page of what is older; null after the oldest.
             * @example null
             */
            readonly next: number | null;
        };
        readonly StoredEmployeeAnswer: {
            /** @example e1 */
            readonly id: string;
            /** @example Dana Reyes */
            readonly name: string;
            /**
             * @example [
             *       "dana@acme.example"
             *     ]
             */
            readonly emails: readonly string[];
            /**
             * @example [
             *       "+14155550170"
             *     ]
             */
            readonly phones: readonly string[];
            /** @example e2 */
            readonly managerId: string | null;
            readonly active: boolean;
            /**
             * Format: date
             * @description The first day of which their calls are stored; null is since ever.
             */
            readonly storedFrom: string | null;
            /**
             * Format: date
             * @description The first day of which they no longer are; null is until further notice.
             */
            readonly storedUntil: string | null;
        };
        readonly PhoneNumberAnswer: {
            /** @example +14155550170 */
            readonly e164: string | null;
            /** @example 204 */
            readonly extension?: string;
        };
        readonly StoredPhoneUserAnswer: {
            /** @example 5551234567890124 */
            readonly externalId: string;
            /** @example Dana Reyes */
            readonly displayName: string;
            /**
             * @example [
             *       "dana@acme.example"
             *     ]
             */
            readonly emails: readonly string[];
            readonly numbers: readonly components["schemas"]["PhoneNumberAnswer"][];
            /** @example active */
            readonly status: string;
        };
        readonly StoredMappingAnswer: {
            /**
             * @description Null is "None".
             * @example 5551234567890124
             */
            readonly phoneUserId: string | null;
            /** @enum {string} */
            readonly source: "auto" | "manual";
            /** @example email */
            readonly matchedOn: string | null;
            /** Format: date */
            readonly from: string | null;
            /**
             * Format: date
             * @description The first day that is not meant.
             */
            readonly until: string | null;
        };
        readonly StoredCandidateAnswer: {
            /** @example 5551234567890124 */
            readonly phoneUserId: string;
            /**
             * @description What the two have in common.
             * @enum {string}
             */
            readonly on: "email" | "phone" | "name";
        };
        readonly CounterpartyAnswer: {
            /**
             * @description Null where it was withheld.
             * @example +14155550134
             */
            readonly number: string | null;
            /** @example Robin Vale */
            readonly name: string | null;
            /** @description Whether it is a colleague. */
            readonly internal: boolean;
        };
        readonly CallGroupAnswer: {
            /** @example 5559876543210987 */
            readonly externalId: string;
            /** @example Support */
            readonly name: string | null;
        };
        readonly StoredExclusionAnswer: {
            /** @example e2 */
            readonly by: string;
            /** Format: date-time */
            readonly at: string;
            /** @example A test call of the new headset */
            readonly note: string;
        };
        readonly CreditAnswer: {
            /**
             * Format: date
             * @example 2026-11-20
             */
            readonly day: string;
            /** @example 600 */
            readonly countedSeconds: number;
            /**
             * @description Null for who is told minutes alone.
             * @example 10
             */
            readonly points: number | null;
            /** @example Talked 10:06–10:15, 9 min: 5 min counted; 4 min already counted for “Call with Ann Lee” (10:00–10:10). */
            readonly text: string;
        };
        readonly StoredCallAnswer: {
            /** Format: uuid */
            readonly callId: string;
            /** @example 5551234567890123 */
            readonly externalId: string;
            /** @enum {string} */
            readonly direction: "inbound" | "outbound";
            /** @enum {string} */
            readonly outcome: "answered" | "unanswered" | "missed" | "voicemail";
            /** Format: date-time */
            readonly startedAt: string;
            /** Format: date-time */
            readonly connectedAt: string | null;
            /** Format: date-time */
            readonly endedAt: string;
            readonly counterparty: components["schemas"]["CounterpartyAnswer"];
            /** @example +14155550170 */
            readonly viaNumber: string | null;
            readonly group: components["schemas"]["CallGroupAnswer"] | null;
            readonly transferred: boolean;
            readonly recorded: boolean;
            /** @example [] */
            readonly labels: readonly string[];
            readonly exclusion: components["schemas"]["StoredExclusionAnswer"] | null;
            /** @description What it earned on each of their days, and why. */
            readonly credit: readonly components["schemas"]["CreditAnswer"][];
        };
        readonly StoredDayAnswer: {
            /** Format: date */
            readonly day: string;
            /**
             * @description Null for who is told minutes alone.
             * @example 15.5
             */
            readonly score: number | null;
            /** @example 900 */
            readonly countedSeconds: number;
            /**
             * @description How the score came about; which time counted, for who is told minutes alone.
             * @example [
             *       "Outgoing calls: 10 min counted in 1 call, at 1 point a minute: 10 points."
             *     ]
             */
            readonly because: readonly string[];
        };
        readonly PersonNamedAnswer: {
            /**
             * @description The host's id.
             * @example e1
             */
            readonly id: string;
            /** @example Dana Reyes */
            readonly name: string;
        };
        readonly ObjectionReplyAnswer: {
            /** @enum {string} */
            readonly answer: "accepted" | "declined";
            /**
             * @description What followed: the call was left out, counts again, or mapping or rules are looked at; null where it was declined.
             * @enum {string|null}
             */
            readonly step: "exclude" | "include" | "look" | null;
            /**
             * @description Why, in their words.
             * @example You are right: that was a test.
             */
            readonly text: string;
            readonly by: components["schemas"]["PersonNamedAnswer"];
            /** Format: date-time */
            readonly at: string;
        };
        readonly StoredObjectionAnswer: {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uuid
             * @description Null where the day as a whole is meant. The call may have been deleted since.
             */
            readonly callId: string | null;
            /**
             * @description What is wrong, in their words.
             * @example I was on another line
             */
            readonly text: string;
            /** Format: date-time */
            readonly at: string;
            /** @description Null while it waits. */
            readonly answer: components["schemas"]["ObjectionReplyAnswer"] | null;
            /** Format: date */
            readonly day: string;
        };
        readonly StoredAcknowledgementAnswer: {
            /** @example 5f0c9d1e2b3a4c5d */
            readonly version: string;
            /** Format: date-time */
            readonly at: string;
        };
        readonly ReaderAnswer: {
            /**
             * @description The host's id.
             * @example e2
             */
            readonly readerId: string;
            /**
             * @description As the directory has it now; in words where they are no longer in it, or were erased.
             * @example Lee Park
             */
            readonly name: string;
            /**
             * @description By what right they looked.
             * @enum {string}
             */
            readonly role: "admin" | "manager";
            /**
             * @description Days, with their calls and scores; calls; what is stored, with how much of it there is; or all of that, as a file.
             * @enum {string}
             */
            readonly what: "day" | "call" | "data" | "export";
            /**
             * Format: date-time
             * @description The first time in the hour.
             */
            readonly at: string;
        };
        readonly StoredLookAnswer: {
            /**
             * @description The host's id of whose it is.
             * @example e5
             */
            readonly employeeId: string;
            /** @enum {string} */
            readonly what: "day" | "call" | "data" | "export";
            /**
             * Format: date-time
             * @description The first time in the hour.
             */
            readonly at: string;
        };
        readonly KeptAnswer: {
            /** @enum {string} */
            readonly kind: "employee" | "matches" | "calls" | "days" | "objections" | "readers" | "acknowledgements" | "actions";
            /**
             * @description Null where no number of days ends it.
             * @example 400
             */
            readonly days: number | null;
            /** @example For 400 days. */
            readonly until: string;
        };
        readonly PersonalDataAnswer: {
            /** Format: date-time */
            readonly exportedAt: string;
            readonly employee: components["schemas"]["StoredEmployeeAnswer"];
            readonly phoneUsers: readonly components["schemas"]["StoredPhoneUserAnswer"][];
            readonly mappings: readonly components["schemas"]["StoredMappingAnswer"][];
            /** @description Phone users who might be them, for an administrator to decide; strongest evidence first. */
            readonly candidates: readonly components["schemas"]["StoredCandidateAnswer"][];
            readonly calls: readonly components["schemas"]["StoredCallAnswer"][];
            readonly days: readonly components["schemas"]["StoredDayAnswer"][];
            /** @description What they objected to, and what they were answered. */
            readonly objections: readonly components["schemas"]["StoredObjectionAnswer"][];
            /** @description What they acknowledged of the notice. */
            readonly acknowledgements: readonly components["schemas"]["StoredAcknowledgementAnswer"][];
            /** @description Who looked at what is theirs; newest first. */
            readonly readers: readonly components["schemas"]["ReaderAnswer"][];
            /** @description At whom they looked; newest first. */
            readonly looks: readonly components["schemas"]["StoredLookAnswer"][];
            /** @description What they did, and what was done about them. */
            readonly actions: readonly components["schemas"]["AuditEntryAnswer"][];
            /** @description How long each kind of it is kept. */
            readonly kept: readonly components["schemas"]["KeptAnswer"][];
        };
        readonly OwnLineAnswer: {
            /**
             * @description The name of the phone system.
             * @example Dialpad
             */
            readonly phoneSystem: string;
            /** @description Whether calls of it are still fetched. */
            readonly connected: boolean;
            /** @example 5551234567890124 */
            readonly phoneUserId: string;
            /**
             * @description Null where the directory has the line no longer, or somebody else has it by now.
             * @example Dana Reyes
             */
            readonly displayName: string | null;
            readonly numbers: readonly components["schemas"]["PhoneNumberAnswer"][];
            /** @enum {string} */
            readonly source: "auto" | "manual";
            /**
             * @example email
             * @enum {string|null}
             */
            readonly matchedOn: "email" | "phone" | null;
            /**
             * Format: date
             * @description Null is since ever.
             */
            readonly from: string | null;
            /**
             * Format: date
             * @description The first day that is not meant; null where it goes on.
             */
            readonly until: string | null;
        };
        readonly StoredAmountAnswer: {
            /** @enum {string} */
            readonly kind: "employee" | "matches" | "calls" | "days" | "objections" | "readers" | "acknowledgements" | "actions";
            /**
             * @description Null where no number of days ends it.
             * @example 400
             */
            readonly days: number | null;
            /** @example For 400 days. */
            readonly until: string;
            /** @example 1204 */
            readonly count: number;
            /**
             * Format: date
             * @description The day of the first of it; null where there is none.
             */
            readonly from: string | null;
            /**
             * Format: date
             * @description The day of the last of it.
             */
            readonly to: string | null;
        };
        readonly DataSummaryAnswer: {
            readonly employee: components["schemas"]["StoredEmployeeAnswer"];
            /** @description Whose calls are theirs, and since when; the earliest first. */
            readonly lines: readonly components["schemas"]["OwnLineAnswer"][];
            readonly stored: readonly components["schemas"]["StoredAmountAnswer"][];
            /** @description Newest first. */
            readonly objections: readonly components["schemas"]["StoredObjectionAnswer"][];
            /** @description Which versions of the notice they acknowledged; newest first. */
            readonly acknowledgements: readonly components["schemas"]["StoredAcknowledgementAnswer"][];
            /**
             * @description Who answers questions; null where the host does not say.
             * @example privacy@acme.example
             */
            readonly contact: string | null;
        };
        readonly RemainderAnswer: {
            /** @enum {string} */
            readonly kind: "phone-user" | "note";
            /**
             * Format: uuid
             * @description Of a phone user: what erases it.
             */
            readonly connectionId: string | null;
            /** @example 5551234567890123 */
            readonly phoneUserId: string | null;
            /**
             * Format: uuid
             * @description Of a note: the call on which it stands.
             */
            readonly callId: string | null;
            /**
             * @description What is left, why, and how to erase it.
             * @example The phone user “Ann Lee” is left, with 14 calls that are nobody’s: it is called as they are, and has nothing else that is theirs alone. If it is theirs, erase it as well: POST /phone-systems/erasures with this connectionId and phoneUserId.
             */
            readonly message: string;
        };
        readonly ErasureAnswer: {
            readonly remains: readonly components["schemas"]["RemainderAnswer"][];
        };
        readonly ReadersAnswer: {
            readonly items: readonly components["schemas"]["ReaderAnswer"][];
            /**
             * @description Null after the last page.
             * @example null
             */
            readonly nextPage: number | null;
        };
        readonly ErasureInput: {
            /**
             * @description Of somebody who is only the other party of calls. National ones are read as numbers of the tenant’s region.
             * @example +14155550111
             */
            readonly number?: string;
            /**
             * Format: uuid
             * @description Of a phone user, as an earlier erasure named it.
             */
            readonly connectionId?: string;
            /** @example 5551234567890123 */
            readonly phoneUserId?: string;
        };
        readonly DayTotalAnswer: {
            /** @description Whether the day’s figures are all that there is. Where it is false, calls may be missing, for now or for good. Where nothing of it is stored and nothing will be, `score` and `countedSeconds` are null, and not 0. */
            readonly known: boolean;
            /**
             * @description Why the day is not known: it is still to come, no calls of the employee are stored of it since the host says so, the employee was nobody in the phone system on it, it lies (in part) before the first calls that were ever fetched, the phone system no longer tells about it, or calls may still be added.
             * @enum {string|null}
             */
            readonly why: "to-come" | "not-stored" | "not-mapped" | "before-history" | "no-longer-told" | "not-complete" | null;
            /**
             * Format: date
             * @example 2026-11-20
             */
            readonly day: string;
            /**
             * @description Null where nothing is known of the day and nothing will be, as the counted time then. Null for who is told minutes alone.
             * @example 15.5
             */
            readonly score: number | null;
            /** @example 900 */
            readonly countedSeconds: number | null;
            /**
             * @description How many calls the day was scored from.
             * @example 4
             */
            readonly inputs: number;
            /**
             * @description How many of them are flagged.
             * @example 1
             */
            readonly flagged: number;
            readonly complete: boolean;
            /** @description False once the calls of the day were deleted because they are older than the tenant keeps calls: its totals stay for good. */
            readonly callsKept: boolean;
        };
        readonly DayTotalsAnswer: {
            /**
             * @description What whoever asks is told of the counting, by the tenant’s terms: where `minutes`, every score and all points are null.
             * @enum {string}
             */
            readonly explain: "points" | "minutes";
            readonly items: readonly components["schemas"]["DayTotalAnswer"][];
        };
        readonly StoppageAnswer: {
            /** @example reconnect */
            readonly kind: string;
            /** @example Dialpad no longer accepts this connection. Connect again. */
            readonly message: string;
            /** @enum {string} */
            readonly action: "reconnect" | "wait" | "ask-operator";
        };
        readonly ObjectionOnDayAnswer: {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uuid
             * @description Null where the day as a whole is meant. The call may have been deleted since.
             */
            readonly callId: string | null;
            /**
             * @description What is wrong, in their words.
             * @example I was on another line
             */
            readonly text: string;
            /** Format: date-time */
            readonly at: string;
            /** @description Null while it waits. */
            readonly answer: components["schemas"]["ObjectionReplyAnswer"] | null;
        };
        readonly DayInputAnswer: {
            /**
             * Format: uuid
             * @description The platform's id.
             */
            readonly callId: string;
            /**
             * @description The vendor's id.
             * @example 5551234567890123
             */
            readonly externalId: string;
            /** @example Call to +1 415 555 0134 */
            readonly title: string;
            /** @enum {string} */
            readonly direction: "inbound" | "outbound";
            /** @description Whether the other party is a colleague. */
            readonly internal: boolean;
            /** @enum {string} */
            readonly outcome: "answered" | "unanswered" | "missed" | "voicemail";
            /** Format: date-time */
            readonly startedAt: string;
            /**
             * Format: date-time
             * @description Null where nobody spoke.
             */
            readonly connectedAt: string | null;
            /** Format: date-time */
            readonly endedAt: string;
            /** @description Shown, and not counted. */
            readonly flagged: boolean;
            /** @enum {string|null} */
            readonly flagReason: "excluded" | "voicemail" | "too-short" | null;
            /**
             * @description Talk that is credited on this day.
             * @example 600
             */
            readonly countedSeconds: number;
            /**
             * @description All that it earned on this day, before the cap. Null for who is told minutes alone.
             * @example 12.345
             */
            readonly points: number | null;
            /**
             * @description What became of its time on this day: how much of it lies on other days, was counted for other calls.
             * @example Talked 23:50 – 00:10 on Nov 21, 20 min, 10 min of it on this day: all counted.
             */
            readonly text: string;
        };
        readonly DayReasonAnswer: {
            /** @example talk-outbound */
            readonly rule: string;
            /**
             * @description Null for who is told minutes alone.
             * @example 10
             */
            readonly points: number | null;
            /**
             * @description The calls behind it.
             * @example [
             *       "a3d6f1de-5c5e-4a55-9d8e-0d3b4b1f6c11"
             *     ]
             */
            readonly callIds: readonly string[];
            /** @example Outgoing calls: 10 min counted in 1 call, at 1 point a minute: 10 points. */
            readonly text: string;
        };
        readonly DayAnswer: {
            /** @description Whether the day’s figures are all that there is. Where it is false, calls may be missing, for now or for good. Where nothing of it is stored and nothing will be, `score` and `countedSeconds` are null, and not 0. */
            readonly known: boolean;
            /**
             * @description Why the day is not known: it is still to come, no calls of the employee are stored of it since the host says so, the employee was nobody in the phone system on it, it lies (in part) before the first calls that were ever fetched, the phone system no longer tells about it, or calls may still be added.
             * @enum {string|null}
             */
            readonly why: "to-come" | "not-stored" | "not-mapped" | "before-history" | "no-longer-told" | "not-complete" | null;
            /** @example e1 */
            readonly employeeId: string;
            /**
             * Format: date
             * @example 2026-11-20
             */
            readonly day: string;
            /**
             * @description Where the day begins and ends.
             * @example America/New_York
             */
            readonly timeZone: string;
            /**
             * @description What of the day counts at all, also where nothing of it was outside.
             * @example Talk counts inside the work shift (Mon–Fri 09:00–17:30, America/New_York) only.
             */
            readonly terms: string;
            /** @description Whether the employee was somebody in the phone system on that day. */
            readonly mapped: boolean;
            /** @description Whether every call that had ended when the day did is stored and scored. A call that goes on over midnight comes when it has ended. False on the first day of the history, into which a call may last that began before it. */
            readonly complete: boolean;
            /** @description False once the calls of the day were deleted because they are older than the tenant keeps calls. Score, counted time and `because` then stay as they are for good, and `inputs` lists those calls no longer, but for one that lasts into a later day. */
            readonly callsKept: boolean;
            /** @description Of the kind `not-scored` while the day cannot be scored as it is now, and shows its earlier score. */
            readonly problem: components["schemas"]["StoppageAnswer"] | null;
            /** @description Whether whoever asks may let calls of this day not count, and count again, but for `staysExcluded`. */
            readonly mayExclude: boolean;
            /**
             * @description The excluded calls about which whoever asks may not decide, by their `callId`: whoever excluded them may, and the same right or a higher one, and nobody for a call of their own. Empty where `mayExclude` is false.
             * @example []
             */
            readonly staysExcluded: readonly string[];
            /**
             * @description What whoever asks is told of the counting, by the tenant’s terms: where `minutes`, every score and all points are null.
             * @enum {string}
             */
            readonly explain: "points" | "minutes";
            /** @description Whether whoever asks may object to the day and its calls: it is theirs, has begun, is stored, and keeps its calls. */
            readonly mayObject: boolean;
            /** @description What the employee objected to about the day and its calls, and what they were answered; oldest first. */
            readonly objections: readonly components["schemas"]["ObjectionOnDayAnswer"][];
            /**
             * @description With two places. Null where nothing is known of the day and nothing will be, as the counted time then. Null for who is told minutes alone.
             * @example 15.5
             */
            readonly score: number | null;
            /** @example 900 */
            readonly countedSeconds: number | null;
            readonly inputs: readonly components["schemas"]["DayInputAnswer"][];
            readonly because: readonly components["schemas"]["DayReasonAnswer"][];
        };
        readonly ObjectionInput: {
            /**
             * @description In one’s own words; it is text, whatever stands in it.
             * @example I was on another line
             */
            readonly text: string;
            /**
             * Format: uuid
             * @description The call of the day that is meant; left out or null, the day as a whole.
             */
            readonly callId?: string | null;
        };
        readonly ObjectionAnswer: {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uuid
             * @description Null where the day as a whole is meant. The call may have been deleted since.
             */
            readonly callId: string | null;
            /**
             * @description What is wrong, in their words.
             * @example I was on another line
             */
            readonly text: string;
            /** Format: date-time */
            readonly at: string;
            /** @description Null while it waits. */
            readonly answer: components["schemas"]["ObjectionReplyAnswer"] | null;
            /** @description Whose day it is, and who objects. */
            readonly employee: components["schemas"]["PersonNamedAnswer"];
            /**
             * Format: date
             * @example 2026-11-20
             */
            readonly day: string;
            /** @description Whether whoever asks may answer it: it waits, and is not their own. */
            readonly mayAnswer: boolean;
        };
        readonly ObjectionsAnswer: {
            readonly items: readonly components["schemas"]["ObjectionAnswer"][];
            /**
             * @description Null after the last page.
             * @example null
             */
            readonly nextPage: number | null;
        };
        readonly ObjectionAnswerInput: {
            /** @enum {string} */
            readonly answer: "accepted" | "declined";
            /**
             * @description Why, in one’s own words.
             * @example You are right: that was a test.
             */
            readonly text: string;
            /**
             * @description What follows where it is accepted: `exclude` leaves the call out and `include` lets it count again, in the same step; `look` changes no call, and says that mapping or rules are looked at. Left out, a call that counts is left out, one that was left out counts again, and a day is looked at. Of no meaning where it is declined.
             * @enum {string|null}
             */
            readonly step?: "exclude" | "include" | "look" | null;
        };
        readonly NoticeSeenAnswer: {
            /** @example Your days, their calls and scores */
            readonly what: string;
            /** @example you, your direct manager, administrators */
            readonly who: string;
        };
        readonly NoticeExampleAnswer: {
            /**
             * @example [
             *       "Talked 10:00–10:10, 10 min: all counted."
             *     ]
             */
            readonly calls: readonly string[];
            /**
             * @example [
             *       "Outgoing calls: 15 min counted in 2 calls, at 1 point a minute: 15 points."
             *     ]
             */
            readonly because: readonly string[];
            /**
             * @description Null for who is told minutes alone.
             * @example 15
             */
            readonly score: number | null;
        };
        readonly NoticeAnswer: {
            /**
             * @description Another one whenever anything of the notice is.
             * @example 5f0c9d1e2b3a4c5d
             */
            readonly version: string;
            /**
             * @description Whether the host shows it to people, and asks them to acknowledge it before they are shown a day of theirs.
             * @enum {string}
             */
            readonly mode: "off" | "shown" | "required";
            /**
             * Format: date-time
             * @description When whoever asks acknowledged this version; null where they have not.
             */
            readonly acknowledgedAt: string | null;
            /**
             * @description Null where none is connected.
             * @example Dialpad
             */
            readonly phoneSystem: string | null;
            /**
             * @example [
             *       "Calls: ids, start, connection and end, direction, outcome."
             *     ]
             */
            readonly stored: readonly string[];
            /**
             * @description What is never stored.
             * @example [
             *       "Recordings."
             *     ]
             */
            readonly notStored: readonly string[];
            readonly seen: readonly components["schemas"]["NoticeSeenAnswer"][];
            /** @example Calls are kept for 400 days; the totals of their days stay. */
            readonly kept: string;
            /**
             * @description How a day is counted.
             * @example [
             *       "A minute of talk is worth 1 point."
             *     ]
             */
            readonly counting: readonly string[];
            readonly example: components["schemas"]["NoticeExampleAnswer"];
            /**
             * @description What the person can do.
             * @example [
             *       "You can object to a day."
             *     ]
             */
            readonly rights: readonly string[];
            /**
             * @description Who answers questions; null where the host does not say.
             * @example privacy@acme.example
             */
            readonly contact: string | null;
        };
        readonly NoticeAcknowledgementInput: {
            /**
             * @description The `version` that was read; left out, the present one.
             * @example 5f0c9d1e2b3a4c5d
             */
            readonly version?: string;
        };
        readonly NamedPersonAnswer: {
            /** @example e3 */
            readonly id: string;
            /** @example Ann Lee */
            readonly name: string;
        };
        readonly FiguresAnswer: {
            /**
             * @description With two places. Null for who is told minutes alone.
             * @example 15.5
             */
            readonly score: number | null;
            /** @example 900 */
            readonly countedSeconds: number;
            /** @example 4 */
            readonly calls: number;
            /**
             * @description How many of the calls were missed; null where a day is so old that nobody knows it any more.
             * @example 1
             */
            readonly missed: number | null;
        };
        readonly TeamMiddleAnswer: {
            /** @description The medians; null where they are not told. */
            readonly figures: components["schemas"]["FiguresAnswer"] | null;
            /**
             * @description Why they are not: the group is smaller than the tenant’s least, or too large to be looked through.
             * @enum {string|null}
             */
            readonly why: "too-few" | "too-many" | null;
            /**
             * @description Of how many people: those of whom every day is known that is known of most.
             * @example 12
             */
            readonly people: number;
            /**
             * @description Of how many days of each.
             * @example 6
             */
            readonly days: number;
            /**
             * @description Of how many people it must be at least, by the tenant’s terms.
             * @example 5
             */
            readonly leastGroup: number;
        };
        readonly PersonDayAnswer: {
            /** @description Whether every call of the day is stored and scored. Else its figures are null, and not 0. */
            readonly known: boolean;
            /**
             * @description Why the day is not known: it is still to come, no calls of the employee are stored of it since the host says so, the employee was nobody in the phone system on it, it lies (in part) before the first calls that were ever fetched, the phone system no longer tells about it, or calls may still be added.
             * @enum {string|null}
             */
            readonly why: "to-come" | "not-stored" | "not-mapped" | "before-history" | "no-longer-told" | "not-complete" | null;
            /**
             * Format: date
             * @example 2026-11-20
             */
            readonly day: string;
            /**
             * @description Null for who is told minutes alone.
             * @example 15.5
             */
            readonly score: number | null;
            /** @example 900 */
            readonly countedSeconds: number | null;
            /** @example 4 */
            readonly calls: number | null;
            /** @example 1 */
            readonly missed: number | null;
            /** @description Of a day that is not known: what is stored of it already. No total has it. */
            readonly soFar: components["schemas"]["FiguresAnswer"] | null;
        };
        readonly TotalFiguresAnswer: {
            /**
             * @description With two places. Null for who is told minutes alone.
             * @example 15.5
             */
            readonly score: number | null;
            /** @example 900 */
            readonly countedSeconds: number;
            /** @example 4 */
            readonly calls: number;
            /**
             * @description How many of the calls were missed; null where a day is so old that nobody knows it any more.
             * @example 1
             */
            readonly missed: number | null;
            /** @example 6 */
            readonly knownDays: number;
            /**
             * @description Without those that are still to come.
             * @example 1
             */
            readonly unknownDays: number;
        };
        readonly EarlierWeeksAnswer: {
            /**
             * @description Null for who is told minutes alone.
             * @example 14.25
             */
            readonly score: number | null;
            /** @example 855.5 */
            readonly countedSeconds: number;
        };
        readonly PersonDaysAnswer: {
            readonly employee: components["schemas"]["NamedPersonAnswer"];
            /** @description Every day of the span */
            readonly days: readonly components["schemas"]["PersonDayAnswer"][];
            /** @description Of the known days. */
            readonly total: components["schemas"]["TotalFiguresAnswer"];
            /** @description What the same known days come to by the person’s own four weeks before the span: of each the mean of the known days of its weekday in those. Null where there is none. */
            readonly earlier: components["schemas"]["EarlierWeeksAnswer"] | null;
        };
        readonly PeopleDaysAnswer: {
            /**
             * @description What whoever asks is told of the counting, by the tenant’s terms: where `minutes`, every score and all points are null.
             * @enum {string}
             */
            readonly explain: "points" | "minutes";
            /** @example America/New_York */
            readonly timeZone: string;
            /**
             * Format: date
             * @description The tenant’s own day.
             * @example 2026-11-22
             */
            readonly today: string;
            /**
             * Format: date-time
             * @description When this was read.
             */
            readonly readAt: string;
            /** @description Whose direct reports these are; null is everybody. */
            readonly manager: components["schemas"]["NamedPersonAnswer"] | null;
            /**
             * @description How many people fit, on all pages together.
             * @example 12
             */
            readonly found: number;
            /** @description Whether the tenant’s terms let people be put in the order of a figure. */
            readonly ranking: boolean;
            /** @description Of the whole team, whatever is sought and on whatever page. */
            readonly middle: components["schemas"]["TeamMiddleAnswer"];
            readonly items: readonly components["schemas"]["PersonDaysAnswer"][];
            /**
             * @description Null on the last page.
             * @example 2
             */
            readonly nextPage: number | null;
        };
        readonly CallEmployeeAnswer: {
            /** @example e1 */
            readonly id: string;
            /** @example Dana Reyes */
            readonly name: string;
        };
        readonly ExclusionAnswer: {
            readonly by: components["schemas"]["CallEmployeeAnswer"];
            /** Format: date-time */
            readonly at: string;
            /**
             * @description By what right; null where that is not known, which counts as an administrator’s.
             * @enum {string|null}
             */
            readonly as: "admin" | "manager" | null;
            /**
             * @description Why, in their words; may be empty.
             * @example A test of the new headset
             */
            readonly note: string;
            /** @description Whether whoever asks may let it count again: who excluded it, or the same right or a higher one, and nobody for a call of their own. */
            readonly mayInclude: boolean;
        };
        readonly ConversationAnswer: {
            /** Format: uuid */
            readonly callId: string;
            /** @example 5551234567890124 */
            readonly externalId: string;
            readonly employee: components["schemas"]["CallEmployeeAnswer"] | null;
            /** @enum {string} */
            readonly direction: "inbound" | "outbound";
            /** @enum {string} */
            readonly outcome: "answered" | "unanswered" | "missed" | "voicemail";
            /** Format: date-time */
            readonly startedAt: string;
            /** Format: date-time */
            readonly connectedAt: string | null;
            /** Format: date-time */
            readonly endedAt: string;
            readonly group: components["schemas"]["CallGroupAnswer"] | null;
            /** @description Whether whoever asks may open it. */
            readonly mayOpen: boolean;
        };
        readonly CallAnswer: {
            /**
             * Format: uuid
             * @description The platform's id.
             */
            readonly callId: string;
            /**
             * @description The vendor's id.
             * @example 5551234567890123
             */
            readonly externalId: string;
            /** @description Null where it is nobody who is mapped. */
            readonly employee: components["schemas"]["CallEmployeeAnswer"] | null;
            /** @enum {string} */
            readonly direction: "inbound" | "outbound";
            /** @enum {string} */
            readonly outcome: "answered" | "unanswered" | "missed" | "voicemail";
            /** Format: date-time */
            readonly startedAt: string;
            /**
             * Format: date-time
             * @description Null where nobody spoke.
             */
            readonly connectedAt: string | null;
            /** Format: date-time */
            readonly endedAt: string;
            readonly counterparty: components["schemas"]["CounterpartyAnswer"];
            readonly group: components["schemas"]["CallGroupAnswer"] | null;
            readonly transferred: boolean;
            /** @example [] */
            readonly labels: readonly string[];
            /** @description Shown, and not counted. */
            readonly flagged: boolean;
            /** @enum {string|null} */
            readonly flagReason: "excluded" | "voicemail" | "too-short" | null;
            /** @description Null where nobody left it out. */
            readonly exclusion: components["schemas"]["ExclusionAnswer"] | null;
            /** @description Whether whoever asks may let it not count now, or, where it is left out, count again. */
            readonly mayExclude: boolean;
            /**
             * Format: date
             * @description The day of whoever asks on which they may object to the call; null where there is none.
             */
            readonly mayObjectOn: string | null;
            /** @description What was objected to about it by people whose days whoever asks may open; oldest first. */
            readonly objections: readonly components["schemas"]["ObjectionOnDayAnswer"][];
            /**
             * @description What whoever asks is told of the counting, by the tenant’s terms: where `minutes`, every score and all points are null.
             * @enum {string}
             */
            readonly explain: "points" | "minutes";
            /** @description On the days that whoever asks may open. */
            readonly credit: readonly components["schemas"]["CreditAnswer"][];
            readonly conversation: readonly components["schemas"]["ConversationAnswer"][];
        };
        readonly ExclusionInput: {
            /** @description False lets it count again. */
            readonly excluded: boolean;
            /** @example A test call of the new headset */
            readonly note?: string | null;
        };
        readonly WeightsInput: {
            /** @example 1 */
            readonly inbound: number;
            /** @example 1 */
            readonly outbound: number;
            /**
             * @description For a call with a colleague, instead of the weight of its direction.
             * @example 0.5
             */
            readonly internal: number;
        };
        readonly RulesVersionAnswer: {
            /**
             * Format: date
             * @description Saving for the same day again replaces.
             * @example 2026-12-01
             */
            readonly effectiveFrom: string;
            /** @example 1 */
            readonly pointsPerMinute: number;
            readonly weights: components["schemas"]["WeightsInput"];
            /**
             * @description For each conversation in which the employee answered a call that is not flagged.
             * @example 0
             */
            readonly pointsPerCall: number;
            /**
             * @description Answered calls with less talk are flagged and do not count.
             * @example 0
             */
            readonly shortestTalkSeconds: number;
            /**
             * @description The most points of one day.
             * @example null
             */
            readonly dailyCap: number | null;
            /**
             * @description Within what no moment is credited twice.
             * @enum {string}
             */
            readonly overlap: "employee" | "conversation";
            /**
             * @description The id of the employee who saved it.
             * @example e1
             */
            readonly savedBy: string;
            /** Format: date-time */
            readonly savedAt: string;
        };
        readonly RulesAnswer: {
            /**
             * Format: date
             * @description Saving for the same day again replaces.
             * @example 2026-12-01
             */
            readonly effectiveFrom: string;
            /** @example 1 */
            readonly pointsPerMinute: number;
            readonly weights: components["schemas"]["WeightsInput"];
            /**
             * @description For each conversation in which the employee answered a call that is not flagged.
             * @example 0
             */
            readonly pointsPerCall: number;
            /**
             * @description Answered calls with less talk are flagged and do not count.
             * @example 0
             */
            readonly shortestTalkSeconds: number;
            /**
             * @description The most points of one day.
             * @example null
             */
            readonly dailyCap: number | null;
            /**
             * @description Within what no moment is credited twice.
             * @enum {string}
             */
            readonly overlap: "employee" | "conversation";
            /** @description A version holds until the next one begins. */
            readonly versions: readonly components["schemas"]["RulesVersionAnswer"][];
            /**
             * @description Another one after every change; the answer’s `ETag`, too.
             * @example x8Yz2kQ0v7sB4nLd
             */
            readonly revision: string;
        };
        readonly RulesInput: {
            /**
             * Format: date
             * @description Saving for the same day again replaces.
             * @example 2026-12-01
             */
            readonly effectiveFrom: string;
            /** @example 1 */
            readonly pointsPerMinute: number;
            readonly weights: components["schemas"]["WeightsInput"];
            /**
             * @description For each conversation in which the employee answered a call that is not flagged.
             * @example 0
             */
            readonly pointsPerCall: number;
            /**
             * @description Answered calls with less talk are flagged and do not count.
             * @example 0
             */
            readonly shortestTalkSeconds: number;
            /**
             * @description The most points of one day.
             * @example null
             */
            readonly dailyCap: number | null;
            /**
             * @description Within what no moment is credited twice.
             * @enum {string}
             */
            readonly overlap: "employee" | "conversation";
            /**
             * @description Passed over: it is there in what is read.
             * @example []
             */
            readonly versions?: readonly Record<string, never>[];
            /**
             * @description Passed over, likewise.
             * @example x8Yz2kQ0v7sB4nLd
             */
            readonly revision?: string;
        };
        readonly RulesEffectAnswer: {
            /** @example e1 */
            readonly employeeId: string;
            /**
             * @description The sum of the day scores as they are.
             * @example 412.5
             */
            readonly old: number;
            /**
             * @description The same sum if the document were saved.
             * @example 398.25
             */
            readonly new: number;
        };
        readonly RulesPreviewAnswer: {
            /** @description Everybody who works here, or has scores in these days, by id; 500 at most in one answer. */
            readonly items: readonly components["schemas"]["RulesEffectAnswer"][];
            /**
             * @description Days whose calls were deleted after their time: no rules score them again, so both sums have them as they are.
             * @example [
             *       "2026-10-24"
             *     ]
             */
            readonly frozenDays: readonly string[];
            /**
             * @description How many people work here: about as many there are to try the rules on.
             * @example 120
             */
            readonly people: number;
            /**
             * @description Where there are more people: the `after` with which the same draft is sent again for them. Null at the end.
             * @example null
             */
            readonly next: string | null;
        };
        readonly ScopeAnswer: {
            /** @example calls:list */
            readonly name: string;
            /** @example To see which calls were made and how long people spoke. */
            readonly why: string;
        };
        readonly KeysAnswer: {
            /**
             * @description What the phone system calls the first word.
             * @example API ID
             */
            readonly idLabel: string;
            /**
             * @description What it calls the second word, which is secret.
             * @example API token
             */
            readonly secretLabel: string;
            /** @example In Acme Phone, open Company → API keys, and add one. */
            readonly instructions: string;
            /**
             * Format: uri
             * @description Where they are made.
             */
            readonly keysUrl: string;
        };
        readonly AccountAnswer: {
            /** @example 5551234567890123 */
            readonly externalId: string;
            /** @example Acme */
            readonly name: string;
            /**
             * @example [
             *       "acme.example"
             *     ]
             */
            readonly domains: readonly string[];
        };
        readonly ProgressAnswer: {
            /** @enum {string} */
            readonly phase: "history" | "steady";
            /** @example 12 */
            readonly done: number;
            /** @example 30 */
            readonly total: number;
            /**
             * @description Records stored so far.
             * @example 1840
             */
            readonly records: number;
            /**
             * @description An estimate; null where there is none.
             * @example 95
             */
            readonly secondsLeft: number | null;
        };
        readonly RefusedScoresAnswer: {
            /**
             * @description How many days wait.
             * @example 42
             */
            readonly days: number;
            /** Format: date-time */
            readonly since: string;
            /** @example 42 days of scores wait for the host, which does not take them: “connect ECONNREFUSED”. They are offered again by themselves, and none is lost. */
            readonly message: string;
        };
        readonly BoundsProgressAnswer: {
            /**
             * Format: date-time
             * @description When the change was noticed.
             */
            readonly since: string;
            /**
             * @description Call records that were looked through.
             * @example 1200
             */
            readonly done: number;
            /**
             * @description Call records that are stored.
             * @example 4000
             */
            readonly total: number;
        };
        readonly BoundsAnswer: {
            /**
             * @description Number and name; the number without its last three digits and no name; or neither. After a change back to `full`, what was left out comes back only with calls that the phone system tells again.
             * @enum {string}
             */
            readonly counterparties: "full" | "masked" | "none";
            /**
             * @description Of how many numbers nothing is stored.
             * @example 2
             */
            readonly neverStored: number;
            /** @description Null where all that is stored is within these bounds. */
            readonly applying: components["schemas"]["BoundsProgressAnswer"] | null;
        };
        readonly ConnectionAnswer: {
            /** @example dialpad */
            readonly key: string;
            /** @enum {string} */
            readonly status: "connected" | "needs-reconnect" | "stopped" | "disconnected";
            readonly account: components["schemas"]["AccountAnswer"];
            /**
             * @description The id of the employee who connected it.
             * @example e1
             */
            readonly connectedBy: string;
            /** Format: date-time */
            readonly connectedAt: string;
            readonly progress: components["schemas"]["ProgressAnswer"];
            /** Format: date-time */
            readonly lastFetchAt: string | null;
            /**
             * Format: date-time
             * @description Every call that ended by then is stored or set aside. Null until the history has been fetched.
             */
            readonly completeUntil: string | null;
            /** Format: date-time */
            readonly nextFetchAt: string | null;
            readonly problem: components["schemas"]["StoppageAnswer"] | null;
            /** @description Null while the host takes its scores. */
            readonly refusedScores: components["schemas"]["RefusedScoresAnswer"] | null;
            /**
             * @description The phone system was seen to have removed the personal data of calls that are so many days old, though their people are still there, and here calls are kept longer: `TenantTerms.vendorRetentionDays` has that followed. Null where that was not seen.
             * @example null
             */
            readonly forgetsAfterDays: number | null;
            readonly bounds: components["schemas"]["BoundsAnswer"];
        };
        readonly PhoneSystemAnswer: {
            /** @example dialpad */
            readonly key: string;
            /** @example Dialpad */
            readonly displayName: string;
            /**
             * @description A picture as a `data:` address; null where the phone system brings none.
             * @example data:image/svg+xml,…
             */
            readonly icon: string | null;
            /** Format: uri */
            readonly docsUrl: string;
            readonly capabilities: readonly "webhooks"[];
            readonly scopes: readonly components["schemas"]["ScopeAnswer"][];
            /** @description What to type in order to connect it; null where an administrator signs in at the phone system. */
            readonly keys: components["schemas"]["KeysAnswer"] | null;
            /**
             * @example [
             *       "Video calls are not shown."
             *     ]
             */
            readonly limitations: readonly string[];
            /** @description Whether the operator has registered this host with the vendor; else nobody can connect. */
            readonly configured: boolean;
            /** @description Null where there never was one. */
            readonly connection: components["schemas"]["ConnectionAnswer"] | null;
        };
        readonly PhoneSystemsAnswer: {
            readonly items: readonly components["schemas"]["PhoneSystemAnswer"][];
            /**
             * @description The key of the tenant's connected phone system.
             * @example dialpad
             */
            readonly selected: string | null;
        };
        readonly KeysInput: {
            /**
             * @description The word that the phone system calls `keys.idLabel`.
             * @example c05c4cb4a5b4
             */
            readonly id: string;
            /**
             * @description The word that the phone system calls `keys.secretLabel`. It is shown to nobody again.
             * @example the-secret-word
             */
            readonly secret: string;
        };
        readonly FormerAccountAnswer: {
            /**
             * Format: uuid
             * @description The id of its connection: what it is exported and erased by.
             */
            readonly connectionId: string;
            readonly account: components["schemas"]["AccountAnswer"];
            /**
             * Format: date-time
             * @description When it was connected last.
             */
            readonly connectedAt: string;
            /**
             * @description How many call records of it are kept.
             * @example 1840
             */
            readonly records: number;
        };
        readonly FormerAccountsAnswer: {
            /** @description The latest first. */
            readonly items: readonly components["schemas"]["FormerAccountAnswer"][];
        };
        readonly FormerMappingAnswer: {
            /**
             * @description Null is "None".
             * @example 5551234567890124
             */
            readonly phoneUserId: string | null;
            /** @enum {string} */
            readonly source: "auto" | "manual";
            /** @example email */
            readonly matchedOn: string | null;
            /** Format: date */
            readonly from: string | null;
            /**
             * Format: date
             * @description The first day that is not meant.
             */
            readonly until: string | null;
            /** @example e1 */
            readonly employeeId: string;
        };
        readonly FormerCallAnswer: {
            /** Format: uuid */
            readonly callId: string;
            /** @example 5551234567890123 */
            readonly externalId: string;
            /** @enum {string} */
            readonly direction: "inbound" | "outbound";
            /** @enum {string} */
            readonly outcome: "answered" | "unanswered" | "missed" | "voicemail";
            /** Format: date-time */
            readonly startedAt: string;
            /** Format: date-time */
            readonly connectedAt: string | null;
            /** Format: date-time */
            readonly endedAt: string;
            readonly counterparty: components["schemas"]["CounterpartyAnswer"];
            /** @example +14155550170 */
            readonly viaNumber: string | null;
            readonly group: components["schemas"]["CallGroupAnswer"] | null;
            readonly transferred: boolean;
            readonly recorded: boolean;
            /** @example [] */
            readonly labels: readonly string[];
            readonly exclusion: components["schemas"]["StoredExclusionAnswer"] | null;
            /**
             * @description Null where it was nobody’s.
             * @example 5551234567890124
             */
            readonly phoneUserId: string | null;
        };
        readonly FormerAccountDataAnswer: {
            /** Format: date-time */
            readonly exportedAt: string;
            readonly account: components["schemas"]["AccountAnswer"];
            readonly phoneUsers: readonly components["schemas"]["StoredPhoneUserAnswer"][];
            readonly mappings: readonly components["schemas"]["FormerMappingAnswer"][];
            /** @description The oldest first. */
            readonly calls: readonly components["schemas"]["FormerCallAnswer"][];
        };
        readonly MappedEmployeeAnswer: {
            /** @example e1 */
            readonly id: string;
            /** @example Dana Reyes */
            readonly name: string;
            /**
             * @example [
             *       "dana@acme.example"
             *     ]
             */
            readonly emails: readonly string[];
            /**
             * @example [
             *       "+14155550170"
             *     ]
             */
            readonly phones: readonly string[];
        };
        readonly NotStoredAnswer: {
            /**
             * Format: date
             * @description Since which day; null is since ever.
             */
            readonly since: string | null;
            /**
             * Format: date
             * @description From which day on they are stored again; null is until further notice.
             */
            readonly until: string | null;
        };
        readonly PhoneUserAnswer: {
            /** @example 5551234567890123 */
            readonly externalId: string;
            /** @example Dana Reyes */
            readonly displayName: string;
            /**
             * @example [
             *       "dana@acme.example"
             *     ]
             */
            readonly emails: readonly string[];
            readonly numbers: readonly components["schemas"]["PhoneNumberAnswer"][];
            /**
             * @description Whether the phone system no longer lists them: no new calls come.
             * @example false
             */
            readonly departed: boolean;
        };
        readonly HolderAnswer: {
            /** @example e2 */
            readonly id: string;
            /** @example Lee Park */
            readonly name: string;
        };
        readonly PlannedMappingAnswer: {
            /** @description Null is "None". */
            readonly phoneUser: components["schemas"]["PhoneUserAnswer"] | null;
            /**
             * Format: date
             * @example 2026-12-05
             */
            readonly from: string;
        };
        readonly CandidateAnswer: {
            /** @example 5551234567890123 */
            readonly externalId: string;
            /** @example Dana Reyes */
            readonly displayName: string;
            /**
             * @example [
             *       "dana@acme.example"
             *     ]
             */
            readonly emails: readonly string[];
            readonly numbers: readonly components["schemas"]["PhoneNumberAnswer"][];
            /**
             * @description Whether the phone system no longer lists them: no new calls come.
             * @example false
             */
            readonly departed: boolean;
            /**
             * @description What they have in common with the employee.
             * @example name
             */
            readonly on: string;
            readonly takenBy: components["schemas"]["HolderAnswer"] | null;
        };
        readonly MappingAnswer: {
            readonly employee: components["schemas"]["MappedEmployeeAnswer"];
            /** @description Null where their calls are stored today; else they are not among the unmatched. */
            readonly notStored: components["schemas"]["NotStoredAnswer"] | null;
            readonly phoneUser: components["schemas"]["PhoneUserAnswer"] | null;
            /**
             * @description `none` is unmatched; `manual` without a phone user is "None".
             * @enum {string}
             */
            readonly source: "auto" | "manual" | "none";
            /** @enum {string|null} */
            readonly matchedOn: "email" | "phone" | null;
            /**
             * Format: date
             * @description The day from which this holds; null is since ever.
             */
            readonly since: string | null;
            /**
             * Format: date
             * @description The day from which this no longer holds; null is until further notice.
             */
            readonly until: string | null;
            /** @description To whom the phone user passes on that day; null where to nobody. */
            readonly successor: components["schemas"]["HolderAnswer"] | null;
            /**
             * @description Whether days before it had a match or a choice: one without `from` takes these away.
             * @example false
             */
            readonly earlier: boolean;
            /** @description What is to follow it. */
            readonly planned: components["schemas"]["PlannedMappingAnswer"] | null;
            /** @description What is to follow that, in order of days. */
            readonly plannedLater: readonly components["schemas"]["PlannedMappingAnswer"][];
            /** @description For somebody unmatched; strongest first. */
            readonly candidates: readonly components["schemas"]["CandidateAnswer"][];
            /**
             * @description Of what was chosen by hand, for `If-Match`; `automatic` where nothing was.
             * @example automatic
             */
            readonly revision: string;
        };
        readonly MappingSummaryAnswer: {
            /** @example 12 */
            readonly employees: number;
            /** @example 10 */
            readonly matched: number;
            /** @example 9 */
            readonly auto: number;
            /**
             * @description Chosen by hand, "None" included.
             * @example 1
             */
            readonly manual: number;
            /** @example 2 */
            readonly unmatched: number;
            /**
             * @description Those of the unmatched for whom there are candidates.
             * @example 1
             */
            readonly ambiguous: number;
            /** @example 14 */
            readonly phoneUsers: number;
            /** @example 3 */
            readonly unmatchedPhoneUsers: number;
        };
        readonly MappingsFoundAnswer: {
            /** @example 12 */
            readonly employees: number;
            /**
             * @description Of those whom nobody is; the filter does not touch them.
             * @example 3
             */
            readonly phoneUsers: number;
        };
        readonly MappingsAnswer: {
            readonly items: readonly components["schemas"]["MappingAnswer"][];
            readonly unmatchedPhoneUsers: readonly components["schemas"]["PhoneUserAnswer"][];
            readonly summary: components["schemas"]["MappingSummaryAnswer"];
            readonly found: components["schemas"]["MappingsFoundAnswer"];
            /**
             * @description Null on the last page.
             * @example 2
             */
            readonly nextPage: number | null;
            /**
             * @description Where this page ended, for `after`. Null on the last page.
             * @example v1.k1.3q2-7w.Yx0.qL8
             */
            readonly nextAfter: string | null;
        };
        readonly MatchedAgainAnswer: {
            readonly summary: components["schemas"]["MappingSummaryAnswer"];
        };
        readonly MappingInput: {
            /**
             * @description A phone user's `externalId`, or null for nobody.
             * @example 5551234567890123
             */
            readonly phoneUserId: string | null;
            /**
             * Format: date
             * @description From this day on: who had the phone user keeps the days before. Left out: for all time, and refused where somebody else has it.
             */
            readonly from?: string;
        };
        readonly MappingLineAnswer: {
            /**
             * @description As an editor counts them: 1 is the heading.
             * @example 2
             */
            readonly line: number;
            /** @example e1 */
            readonly employeeId: string;
            /** @example 5551234567890123 */
            readonly phoneUserId: string | null;
            /** @enum {string} */
            readonly source: "manual" | "auto" | "none";
            /**
             * Format: date
             * @example null
             */
            readonly from: string | null;
        };
        readonly WrongLineAnswer: {
            /** @example 3 */
            readonly line: number;
            /** @example There is no employee “e99” here. */
            readonly message: string;
        };
        readonly MappingImportAnswer: {
            /** @description Whether nothing was changed. */
            readonly dryRun: boolean;
            /**
             * @description How many lines there are below the heading.
             * @example 12
             */
            readonly lines: number;
            readonly changes: readonly components["schemas"]["MappingLineAnswer"][];
            /** @description The first of them; empty after an import, since a wrong line refuses the file. */
            readonly wrong: readonly components["schemas"]["WrongLineAnswer"][];
            /**
             * @description How many lines are wrong.
             * @example 0
             */
            readonly wrongLines: number;
        };
        readonly FetchInput: {
            /**
             * Format: date
             * @description The first day, in the time zone of the tenant; with `to`, or not at all.
             * @example 2026-11-03
             */
            readonly from?: string;
            /**
             * Format: date
             * @description The last day, included.
             * @example 2026-11-05
             */
            readonly to?: string;
        };
        readonly FetchAcceptedAnswer: {
            /** Format: uuid */
            readonly id: string;
        };
        readonly WindowAnswer: {
            /**
             * Format: date-time
             * @description Inside.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description Not inside.
             */
            readonly to: string;
        };
        readonly FetchAnswer: {
            /** Format: uuid */
            readonly id: string;
            /** @enum {string} */
            readonly kind: "manual" | "near" | "far" | "again" | "history" | "reconciliation";
            readonly window: components["schemas"]["WindowAnswer"];
            /** Format: date-time */
            readonly startedAt: string;
            /** Format: date-time */
            readonly finishedAt: string | null;
            /** @example 3 */
            readonly pages: number;
            /** @example 240 */
            readonly records: number;
            /**
             * @description Records that could not be read; they are kept aside.
             * @example 1
             */
            readonly rejected: number;
            /**
             * @description Of a comparison (`reconciliation`, `again`) that is done: calls that were missing although they should have been stored. They are now. Null for every other round.
             * @example 0
             */
            readonly difference: number | null;
            /**
             * @description Of a comparison that is done: stored calls that the phone system lists no longer, without a reason that is known. They are kept.
             * @example 0
             */
            readonly unlisted: number | null;
            /**
             * @description Of a comparison that is done: stored calls that the phone system lists no longer because their user is gone there, because it has removed their personal data, or because they are older than it tells every account. They are kept.
             * @example 0
             */
            readonly letGo: number | null;
            /** @enum {string} */
            readonly outcome: "running" | "done" | "parked" | "failed";
            readonly problem: components["schemas"]["StoppageAnswer"] | null;
        };
        readonly FetchesAnswer: {
            readonly items: readonly components["schemas"]["FetchAnswer"][];
        };
        readonly RejectedAnswer: {
            /**
             * @description Null where even that could not be read.
             * @example 5551234567890123
             */
            readonly externalId: string | null;
            /**
             * @description What is wrong with the record; where it is not the vendor’s fault, whose it is.
             * @example date_ended lies before date_started.
             */
            readonly reason: string;
            /** Format: date-time */
            readonly seenAt: string;
        };
        readonly RejectedListAnswer: {
            readonly items: readonly components["schemas"]["RejectedAnswer"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
