/**
 * What the host supplies. The platform calls these; it never reaches into the host in any other way.
 */

/** Who works at a tenant. Read at each round and whenever the host says that something changed. */
export interface EmployeeDirectory {
  /**
   * Every employee of the tenant, also those who left (`active: false`), in pages of any size.
   *
   * @param tenantId a tenant for which a caller or a connection exists
   */
  listEmployees(tenantId: string): AsyncIterable<readonly Employee[]>;
}

/** A person in the host's directory. */
export interface Employee {
  /** Stable; part of URLs. */
  readonly id: string;
  readonly name: string;
  readonly emails: readonly string[];
  /** As people write them, national or E.164; national ones are read in the tenant's region. */
  readonly phones: readonly string[];
  /** The employee id of the direct manager, who may see this person's days. */
  readonly managerId: string | null;
  readonly active: boolean;
  /**
   * The first day, `YYYY-MM-DD` in the tenant's time zone, of which this person's calls are stored; null or left out,
   * every day before `storedUntil`.
   *
   * On any other day they take no part: none of their calls is stored, whoever tells of it; others' calls of that day
   * are stored without their name and number; the day has no score. What was stored of such days before is deleted, and
   * a score that was published of one is published once more, as `0.00`. Theirs is what is matched to them, and what the
   * directories say is theirs alone. A call belongs to the day on which it began. The directories themselves are kept, so
   * that it is known whose calls are not.
   *
   * Where a day becomes one of those that are stored, its calls are fetched again, as far back as the phone system tells
   * and the tenant keeps, and none from before it. An erased person stays erased.
   *
   * @example
   * { ...employee, storedFrom: '2026-12-01' } // takes part from December on
   */
  readonly storedFrom?: string | null;
  /**
   * The first day of which this person's calls are no longer stored, not before `storedFrom`; null or left out, none.
   * The same day in both: no day is stored.
   *
   * @example
   * { ...employee, storedUntil: '2026-12-01' } // takes no part from December on; November stays
   */
  readonly storedUntil?: string | null;
}

/** What a tenant has agreed with the host. Asked before connecting, at each round and when the host says that something changed. */
export interface TenantPolicy {
  termsOf(tenantId: string): Promise<TenantTerms>;
}

export interface TenantTerms {
  /** The registered domains; a vendor's account must serve one of them. Letters' case does not matter; subdomains do not fit. */
  readonly domains: readonly string[];
  readonly phoneSystemLicence: boolean;
  /**
   * An IANA name such as `America/New_York`: where the tenant's days begin and end. On the day of a change the first day
   * begins where the one before it ended, so that no moment is lost or counted twice.
   */
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2, such as `US`: how national telephone numbers are read. */
  readonly region: string;
  /** Only talk inside it counts; null counts all day. */
  readonly workShift: WorkShift | null;
  /**
   * The first day on which `timeZone` and `workShift` hold, `YYYY-MM-DD`: earlier days keep what held on them, later ones
   * lose it. Left out, a change holds from the day on which it is noticed. A day in the past scores those days again,
   * and one in the future leaves today as it is. What is known of a tenant first holds for all of its past, whatever
   * stands here; the other terms hold at once.
   *
   * @example
   * { ...terms, workShift: { days: [1, 2, 3, 4, 5], from: '08:00', to: '16:30' }, effectiveFrom: '2026-12-01' }
   */
  readonly effectiveFrom?: string;
  /**
   * For how many days calls are kept, 1 to 3650; left out, 400. What is older is deleted once a day, and as soon as it is
   * noticed that this became fewer; the totals of its days stay as they are.
   */
  readonly retentionDays?: number;
  /**
   * For how many days the vendor keeps the personal data of calls, 1 to 3650, where the tenant wants that followed here: what
   * is older is deleted as `retentionDays` says, whichever of the two is shorter. Left out, calls stay as they are when the
   * vendor lets them go.
   *
   * @example
   * { ...terms, vendorRetentionDays: 90 }
   */
  readonly vendorRetentionDays?: number;
  /**
   * Whether people may be put in the order of what they came to, such as their scores. Left out or false, lists of people
   * come in the order of their names, and asking for another is refused: to managers of their own reports as well.
   */
  readonly ranking?: boolean;
  /**
   * Of how many people a figure of a group, such as a team's middle, must be at least, 1 to 1000; left out, 5. Of fewer no
   * such figure is told.
   */
  readonly leastGroup?: number;
  /**
   * For how many days an objection of an employee to a day of theirs may wait for an answer, 1 to 365; left out, 7. One that
   * waits longer is an alert, of kind `objections`.
   */
  readonly objectionDays?: number;
  /**
   * Who answers questions of employees about what is stored and counted of them, as the notice names it: an address, a
   * number, a name; at most 500 characters. Left out, the notice names nobody.
   *
   * @example
   * { ...terms, contact: 'Data protection, privacy@acme.example' }
   */
  readonly contact?: string;
  /**
   * What is stored of whom people spoke with, colleagues among them. `full`, as where it is left out: number and name.
   * `masked`: the number without its last three digits, such as `+14155550***`, and no name. `none`: neither. With both, no
   * label and no group's name that has seven or more digits with no letter between them. Times, direction, outcome and
   * whether it was a colleague are stored in any case, so scores stay as they are. A change applies to what is stored
   * already. What was left out is not stored anywhere: once the terms say `full` again, it comes back
   * with the calls that the vendor tells again, and with no others.
   *
   * @example
   * { ...terms, counterparties: 'masked' }
   */
  readonly counterparties?: 'full' | 'masked' | 'none';
  /** Numbers of which nothing is ever stored, such as those of the works council, the doctor or a union. */
  readonly neverStore?: NeverStore;
  /** How much of the counting is told, by the role of whoever asks. Left out, everybody is told points. */
  readonly explain?: Explain;
}

/**
 * How much of the counting people are told. `points`: scores, and what each call and rule added. `minutes`: the records,
 * which of their time counted, and why; no answer, file or notice tells a score, points or weights. A role that is left
 * out is told points. Administrators who are told minutes neither read nor change the counting rules.
 *
 * @example
 * { ...terms, explain: { employee: 'minutes', manager: 'minutes' } }
 */
export type Explain = { readonly [role in Caller['role']]?: Explained };

/** What of the counting is told: points and all that they come from, or time alone. */
export type Explained = 'points' | 'minutes';

/** Numbers of which nothing is stored: not as whom somebody spoke with, nor as the line, nor in either directory. */
export interface NeverStore {
  /**
   * As people write them, national or E.164, or an extension of at least two digits; at most 1000. They are kept here sealed
   * with the token keys.
   */
  readonly numbers: readonly string[];
  /**
   * What becomes of a call with one of them: `without-counterparty` stores it without number and name, so its time counts;
   * `none` stores nothing of it.
   */
  readonly calls: 'without-counterparty' | 'none';
}

/** Working hours. Where `to` is not after `from`, the shift runs over midnight and belongs to the day on which it begins. */
export interface WorkShift {
  /** ISO weekdays on which a shift begins: 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
  /** `HH:MM` in the tenant's time zone. */
  readonly from: string;
  readonly to: string;
}

/** Who is asking. */
export interface Access {
  /**
   * Asked at each request of a person, and when a vendor's sign-in sends the browser back: whoever is there must be the
   * administrator who began. Where nobody is known there, since the host's session does not come along with a redirect (a
   * header, a cookie with `SameSite=Strict`), whoever began must still work here.
   *
   * While somebody listens to events, it is asked again with the request that they came with, every five seconds and before
   * each event: so look at the session itself, and not at what a guard noted on the request when it came. After a minute
   * the browser comes with a new request in any case.
   *
   * @param request the framework's request object, as the host's own guards get it
   * @returns the person behind it, or null for somebody whom this host does not know (the answer is then 401)
   */
  whoIs(request: unknown): Promise<Caller | null>;
}

export interface Caller {
  readonly tenantId: string;
  readonly employeeId: string;
  readonly role: 'admin' | 'manager' | 'employee';
}

/**
 * Where day scores go. Each score is delivered at least once. The last delivery for a day carries its highest revision.
 * Before that, deliveries may come out of order: a copy of the host that stood still may deliver an older revision late,
 * and the newest is then delivered again.
 *
 * When a person is erased, each of their days is delivered once more, with a higher revision, a score of `0.00` and no
 * calls, so that the host forgets them as well.
 *
 * A sink that overwrites what it has ends up right. A sink that must be right at every moment replaces what it has only
 * by the same or a higher revision. A sink conforms if, whatever it was given in whatever order and however often, it has
 * for each day the score with the highest revision.
 *
 * @example
 * insert into day_scores (tenant, employee, day, revision, score) values ($1, $2, $3, $4, $5)
 * on conflict (tenant, employee, day) do update set revision = excluded.revision, score = excluded.score
 *   where day_scores.revision <= excluded.revision
 */
export interface ScoreSink {
  /**
   * Called with at most 500 scores of one tenant. It runs beside scoring, so it may be slow.
   *
   * @throws anything, and all of these scores are delivered again: after 5 seconds, then at growing intervals of up to 5
   *   minutes
   */
  publish(scores: readonly DayScore[]): Promise<void>;
}

/** One employee's day, scored. */
export interface DayScore {
  readonly tenantId: string;
  readonly employeeId: string;
  /** `YYYY-MM-DD` in the tenant's time zone. */
  readonly day: string;
  /** Grows by at least one with each change of this employee's day. */
  readonly revision: number;
  /** An exact decimal with two places, such as `15.50`. */
  readonly score: string;
  /** Milliseconds of talk that were credited to this day. */
  readonly countedMs: number;
  /** How many records the day lists, and how many of them are flagged. */
  readonly inputs: number;
  readonly flagged: number;
  readonly because: readonly DayScoreReason[];
}

/** One line of a score's explanation. */
export interface DayScoreReason {
  readonly rule: string;
  /** An exact decimal; the lines add up to the score before it is rounded. */
  readonly points: string;
  /** The platform's ids of the calls behind this line. */
  readonly calls: readonly string[];
}
