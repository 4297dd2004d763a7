/** Where what Microsoft documents, what was seen, and what nobody knows differ: how the simulated one does it. */
export interface TeamsPhoneHabits {
  /** Far numbers in call records. Documented as numbers; seen with stars in the place of their last digits, or not at all. */
  readonly numbersInRecords: 'whole' | 'some masked' | 'absent';
  /** How direct routing's rows word their type: documented as `dr_in`, seen as `ByotIn`. */
  readonly directRoutingTypes: 'dr_in' | 'ByotIn';
  /** Whether rows of queues and attendants name the resource account; documented as empty, seen filled. */
  readonly rowsNameResourceAccounts: boolean;
  /** Whether rows of direct routing and Operator Connect have the id of the call record; documented as another, seen the same. */
  readonly rowsNameTheRecord: boolean;
  /** What a failed row of direct routing has for an end: documented as absent, shown in samples as the year 1. */
  readonly noTime: 'absent' | 'year 1';
  /** Whether the list of call records may say `unknown` for the type of some. */
  readonly typesInTheList: 'told' | 'some unknown';
  /**
   * Which field names the ends of sessions. `associatedIdentity`, one identity and no set of them, is documented as the only
   * one since 30 June 2026; `mixed` has some by it alone, and the others by `identity`.
   */
  readonly endsNamedBy: 'identity' | 'associatedIdentity' | 'mixed';
  /** Where the link to the further sessions of an expanded record leads; `nowhere` was seen. */
  readonly nestedNextLink: 'further sessions' | 'nowhere';
  /** Whether the first segment with media begins with the talk; else with its session, as in the samples of the documentation. */
  readonly segmentsBeginWithTalk: boolean;
  /** What becomes of a call of two that a third joins; nobody knows. */
  readonly grownCalls: 'another record' | 'same record';
  /** What a list is answered whose window begins over thirty days ago; documented as 404. */
  readonly oldWindows: 'not found' | 'what is left';
  /** Which number the token endpoint gives where nobody has consented, or not any more. */
  readonly withoutConsent: 700016 | 7000229;
  /** What a consent is good for in its first moments: see `freshConsentSeconds` of the options. */
  readonly freshConsent: 'no token' | 'forbidden';
  /** Whom Microsoft does not let consent: a page that leads nowhere, or the way back with an error. */
  readonly lesserAdministrators: 'stuck' | 'error';
  /** Whether some notifications come twice, out of their order, and in one batch with those of strangers. */
  readonly untidyNotifications: boolean;
}

/** As the documentation has it, read word for word. */
export const documented: TeamsPhoneHabits = {
  numbersInRecords: 'whole',
  directRoutingTypes: 'dr_in',
  rowsNameResourceAccounts: false,
  rowsNameTheRecord: false,
  noTime: 'absent',
  typesInTheList: 'told',
  endsNamedBy: 'associatedIdentity',
  nestedNextLink: 'further sessions',
  segmentsBeginWithTalk: false,
  grownCalls: 'another record',
  oldWindows: 'not found',
  withoutConsent: 700016,
  freshConsent: 'no token',
  lesserAdministrators: 'stuck',
  untidyNotifications: false,
};

/** As it was seen in traffic and in code that runs. */
export const seen: TeamsPhoneHabits = {
  ...documented,
  numbersInRecords: 'some masked',
  directRoutingTypes: 'ByotIn',
  rowsNameResourceAccounts: true,
  rowsNameTheRecord: true,
  noTime: 'year 1',
  typesInTheList: 'some unknown',
  endsNamedBy: 'mixed',
  nestedNextLink: 'nowhere',
  untidyNotifications: true,
};
