import type { PhoneNumber, PhoneUser, ProviderAccount } from '../contract/index.js';
import {
  checkedFlag,
  checkedId,
  checkedList,
  checkedObject,
  checkedText,
  checkedWord,
  orNull,
} from './checked-fields.js';

/**
 * Somebody of a directory as they may be stored.
 *
 * @throws NotValid where it is no valid phone user
 */
export function checkedUser(item: unknown): PhoneUser {
  const user = checkedObject(item, 'The user');
  return {
    externalId: checkedId(user['externalId'], 'externalId'),
    displayName: checkedText(user['displayName'], 'displayName'),
    emails: checkedList(user['emails'], 'emails', checkedText),
    numbers: checkedList(user['numbers'], 'numbers', checkedNumber),
    status: checkedWord(user['status'], 'status', ['active', 'pending', 'suspended', 'departed']),
  };
}

function checkedNumber(value: unknown, field: string): PhoneNumber {
  const { e164, extension } = checkedObject(value, field);
  return {
    e164: orNull(e164, `${field} (e164)`, checkedText),
    ...(extension !== undefined && { extension: checkedText(extension, `${field} (extension)`) }),
  };
}

/**
 * Whose account it is, as it may be stored.
 *
 * @throws NotValid where it is no account
 */
export function checkedAccount(answer: unknown): ProviderAccount {
  const account = checkedObject(answer, 'The account');
  return {
    externalId: checkedId(account['externalId'], 'externalId'),
    name: checkedText(account['name'], 'name'),
    domains: checkedList(account['domains'], 'domains', checkedText),
    readsAllCalls: checkedFlag(account['readsAllCalls'], 'readsAllCalls'),
  };
}
