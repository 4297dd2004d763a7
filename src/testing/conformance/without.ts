/**
 * What a vendor may lack. Where it does, the kit's worlds have none of it, or the law about it is left out, and the
 * reason is printed.
 *
 * - `webhooks`: it cannot tell of calls as they happen, or not safely
 * - `signatures`: its deliveries carry the secret itself, so that what was changed on the way is not known
 * - `subscriptions`: it has one address for all accounts, to which nobody subscribes (told by `webhookAddress`)
 * - `subscriptionList`: it does not list what it delivers and where to, so that a subscription whose answer was lost stays
 * - `lapsingTokens`: a place in a list can always be found again (page numbers)
 * - `groups`: it has no records of queues, departments or menus
 * - `milliseconds`: its times are whole seconds
 * - `ringTime`: it does not tell when a leg was answered: talk begins with the leg
 * - `legStarts`: a leg is listed under the beginning of its call
 * - `voicemails`, `transfers`, `recordings`: it does not tell of them
 * - `lines`: it does not tell which of the account's numbers a call went over
 * - `departed`: who left is gone from its directory
 * - `accountName`: it tells no name of the account: the provider gives one that an administrator knows it by
 * - `removals`: its list does not show that a part was taken from a call
 * - `oneSidedCalls`: it tells of a call between colleagues once, from both their sides: each of the two has a record of it
 */
export type Lacking =
  | 'webhooks'
  | 'signatures'
  | 'subscriptions'
  | 'subscriptionList'
  | 'lapsingTokens'
  | 'groups'
  | 'milliseconds'
  | 'ringTime'
  | 'legStarts'
  | 'voicemails'
  | 'transfers'
  | 'recordings'
  | 'lines'
  | 'departed'
  | 'accountName'
  | 'removals'
  | 'oneSidedCalls';

/** What the vendor lacks, each with the reason. */
export type Without = Readonly<Partial<Record<Lacking, string>>>;
