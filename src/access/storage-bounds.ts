import type { CallRecord, NeverStore, PhoneUser, TenantTerms } from '../contract/index.js';
import { maskedPhoneNumber, nationalDigits, toE164 } from '../support/phone-numbers.js';

/** What a tenant lets be stored of whom its people speak with. */
export interface StorageBounds {
  readonly counterparties: NonNullable<TenantTerms['counterparties']>;
  /** Null where the tenant names none. */
  readonly never: NeverStored | null;
  /** How national numbers are read. */
  readonly region: string;
}

/** The parts of a call that may tell with whom somebody spoke. */
export type ToldParts = Pick<CallRecord, 'viaNumber' | 'group' | 'labels'> & {
  readonly counterparty: Pick<CallRecord['counterparty'], 'number' | 'name'>;
};

/** Written without a country code, fewer digits than these may be a part of anything. */
const SHORTEST_SOUGHT = 7;

/** As many digits with whatever stands between but letters: what may be a number, such as a date, is taken for one. */
const MAY_BE_NUMBER = new RegExp(`(?:\\p{Nd}[^\\p{L}\\p{Nd}]*){${SHORTEST_SOUGHT}}`, 'u');

/** The numbers of which a tenant has nothing stored. */
export class NeverStored {
  readonly calls: NeverStore['calls'];
  private readonly digits: ReadonlySet<string>;

  constructor(
    { numbers, calls }: NeverStore,
    private readonly region: string,
  ) {
    this.calls = calls;
    this.digits = new Set(numbers.map((number) => digitsOf(number, region) ?? plainDigits(number)));
  }

  /** Whether a text is one of the numbers, or has one in it. */
  isIn(text: string | null): boolean {
    if (text === null) return false;
    const whole = digitsOf(text, this.region);
    return (whole !== null && this.digits.has(whole)) || [...this.digits].some((digits) => tells(text, digits));
  }
}

/**
 * A call as it may be stored; null where nothing of it may. When it was, whose it is, its direction and whether it was with
 * a colleague stay as the vendor told them, and so do the ids that join it with others.
 */
export function boundedCall<Call extends ToldParts>(call: Call, bounds: StorageBounds): Call | null {
  const { never, region } = bounds;
  const { counterparty, viaNumber, group, labels } = call;
  const { number } = counterparty;
  const isNever = [number, counterparty.name, viaNumber].some((text) => never?.isIn(text));
  if (isNever && never?.calls === 'none') return null;
  if (bounds.counterparties === 'full' && never === null) return call;
  const party = isNever ? NOBODY : boundedParty(counterparty, bounds);
  const hidden = number === null || party.number === number ? null : digitsOf(number, region);
  const mayTell = (text: string | null): boolean =>
    text !== null &&
    !never?.isIn(text) &&
    !(hidden !== null && (digitsOf(text, region) === hidden || tells(text, hidden)));
  // Whoever writes a label or calls a group may name a number of anybody.
  const maySay = (text: string | null): boolean =>
    mayTell(text) && (bounds.counterparties === 'full' || !MAY_BE_NUMBER.test(text ?? ''));
  return {
    ...call,
    counterparty: { ...counterparty, ...party },
    viaNumber: mayTell(viaNumber) ? viaNumber : null,
    group: group === null || maySay(group.name) ? group : { ...group, name: null },
    labels: labels.every(maySay) ? labels : labels.filter(maySay),
  };
}

/** Somebody of the vendor's directory as they may be stored. */
export function boundedUser<User extends Pick<PhoneUser, 'displayName' | 'numbers'>>(
  user: User,
  { never }: StorageBounds,
): User {
  if (never === null) return user;
  return {
    ...user,
    displayName: never.isIn(user.displayName) ? NOT_STORED : user.displayName,
    numbers: user.numbers.filter(({ e164, extension = null }) => !never.isIn(e164) && !never.isIn(extension)),
  };
}

/** The numbers of somebody of the host's directory that may be stored. */
export const boundedPhones = (phones: readonly string[], { never }: StorageBounds): readonly string[] =>
  never === null ? phones : phones.filter((phone) => !never.isIn(phone));

const NOT_STORED = 'A number that is not stored';

const NOBODY = { number: null, name: null };

function boundedParty(
  { number, name }: ToldParts['counterparty'],
  { counterparties, region }: StorageBounds,
): ToldParts['counterparty'] {
  switch (counterparties) {
    case 'full':
      return { number, name };
    case 'masked':
      return { number: number && maskedPhoneNumber(number, region), name: null };
    case 'none':
      return NOBODY;
  }
}

/** By what a number is the same however it is written; null for what is none. */
function digitsOf(text: string, region: string): string | null {
  const e164 = toE164(text, region);
  if (e164 !== null) return nationalDigits(e164);
  const digits = plainDigits(text);
  return digits === '' || /\p{L}/u.test(text) ? null : digits;
}

/** Whether a text has a number in it, with whatever stands between its digits. */
const tells = (text: string, digits: string): boolean =>
  digits.length >= SHORTEST_SOUGHT && plainDigits(text).includes(digits);

const plainDigits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');
