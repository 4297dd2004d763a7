import { isSupportedCountry } from 'libphonenumber-js';
import { IANAZone } from 'luxon';
import type { Caller, Employee, Explain, NeverStore, TenantTerms, WorkShift } from '../contract/index.js';
import { type Day, isDay } from '../support/days.js';
import { plainText } from '../support/plain-text.js';
import { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';

type Fields = Readonly<Record<string, unknown>>;

const ROLES: readonly unknown[] = ['admin', 'manager', 'employee'];
const COUNTERPARTIES = ['full', 'masked', 'none'] as const;
const EXPLAINED = ['points', 'minutes'] as const;
const CALLS_NEVER_STORED = ['without-counterparty', 'none'] as const;
const MOST_NEVER_STORED = 1000;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Checks what the host's `TenantPolicy` said. Domains come back in lower case. */
export function readTerms(answer: unknown, tenantId: string): TenantTerms {
  const from = `the terms of tenant "${tenantId}"`;
  const fields = fieldsOf(answer, 'TenantPolicy', from);
  const { domains, phoneSystemLicence, timeZone, region, workShift, retentionDays, effectiveFrom } = fields;
  const { ranking, leastGroup, vendorRetentionDays, objectionDays, contact, counterparties, neverStore } = fields;
  const { explain } = fields;
  if (!isTexts(domains)) throw mistake('TenantPolicy', from, 'domains must be a list of texts');
  if (typeof phoneSystemLicence !== 'boolean') {
    throw mistake('TenantPolicy', from, 'phoneSystemLicence must be true or false');
  }
  if (!isText(timeZone) || !IANAZone.isValidZone(timeZone)) {
    throw mistake('TenantPolicy', from, 'timeZone must be an IANA name such as America/New_York');
  }
  if (!isText(region) || !isSupportedCountry(region)) {
    throw mistake('TenantPolicy', from, 'region must be two capital letters such as US');
  }
  if (retentionDays != null && !isRetention(retentionDays)) {
    throw mistake('TenantPolicy', from, 'retentionDays must be a whole number of days from 1 to 3650');
  }
  if (vendorRetentionDays != null && !isRetention(vendorRetentionDays)) {
    throw mistake('TenantPolicy', from, 'vendorRetentionDays must be a whole number of days from 1 to 3650');
  }
  if (effectiveFrom != null && !(isText(effectiveFrom) && isDay(effectiveFrom))) {
    throw mistake('TenantPolicy', from, 'effectiveFrom must be a day such as 2026-12-01');
  }
  if (ranking != null && typeof ranking !== 'boolean') {
    throw mistake('TenantPolicy', from, 'ranking must be true or false');
  }
  if (leastGroup != null && !isLeastGroup(leastGroup)) {
    throw mistake('TenantPolicy', from, 'leastGroup must be a whole number of people from 1 to 1000');
  }
  if (objectionDays != null && !isWhole(objectionDays, 365)) {
    throw mistake('TenantPolicy', from, 'objectionDays must be a whole number of days from 1 to 365');
  }
  if (contact != null && !(isText(contact) && contact.length <= 500)) {
    throw mistake('TenantPolicy', from, 'contact must be a text of at most 500 characters');
  }
  if (counterparties != null && !isOneOf(COUNTERPARTIES, counterparties)) {
    throw mistake('TenantPolicy', from, 'counterparties must be full, masked or none');
  }
  return {
    domains: domains.map((domain) => domain.trim().toLowerCase()).filter((domain) => domain !== ''),
    phoneSystemLicence,
    timeZone,
    region,
    workShift: workShift == null ? null : readWorkShift(workShift, from),
    ...(retentionDays == null ? {} : { retentionDays }),
    ...(vendorRetentionDays == null ? {} : { vendorRetentionDays }),
    ...(effectiveFrom == null ? {} : { effectiveFrom }),
    ...(ranking == null ? {} : { ranking }),
    ...(leastGroup == null ? {} : { leastGroup }),
    ...(objectionDays == null ? {} : { objectionDays }),
    ...(contact == null ? {} : { contact: plainText(contact) }),
    ...(counterparties == null ? {} : { counterparties }),
    ...(neverStore == null ? {} : { neverStore: readNeverStore(neverStore, from) }),
    ...(explain == null ? {} : { explain: readExplain(explain, from) }),
  };
}

/** A role that is not known, or a word that is not, must not end in more being told than was meant. */
function readExplain(answer: unknown, from: string): Explain {
  const explain = typeof answer === 'object' && answer !== null ? Object.entries(answer) : null;
  const told = explain?.filter(([, how]) => how != null) ?? [];
  if (explain === null || !told.every(([role, how]) => ROLES.includes(role) && isOneOf(EXPLAINED, how))) {
    throw mistake('TenantPolicy', from, 'explain must name points or minutes for admin, manager and employee alone');
  }
  return Object.fromEntries(told);
}

/** A wrong number is not told: what is said here goes into logs. */
function readNeverStore(answer: unknown, from: string): NeverStore {
  const { numbers, calls } = fieldsOf(answer, 'TenantPolicy', from);
  if (!isTexts(numbers) || numbers.length > MOST_NEVER_STORED || !numbers.every(isNumberLike)) {
    const what = `a list of at most ${MOST_NEVER_STORED} telephone numbers as texts, each of two digits or more`;
    throw mistake('TenantPolicy', from, `neverStore.numbers must be ${what}`);
  }
  if (!isOneOf(CALLS_NEVER_STORED, calls)) {
    throw mistake('TenantPolicy', from, 'neverStore.calls must be without-counterparty or none');
  }
  return { numbers: [...new Set(numbers.map((number) => number.trim()))].sort(), calls };
}

function readWorkShift(answer: unknown, from: string): WorkShift {
  const shift = fieldsOf(answer, 'TenantPolicy', from);
  if (!Array.isArray(shift['days']) || !shift['days'].every(isWeekday)) {
    throw mistake('TenantPolicy', from, 'workShift.days must be a list of weekdays from 1 (Monday) to 7 (Sunday)');
  }
  if (!isClock(shift['from']) || !isClock(shift['to'])) {
    throw mistake('TenantPolicy', from, 'workShift.from and workShift.to must be times of day such as 09:00');
  }
  const days = [...new Set<number>(shift['days'])].sort((a, b) => a - b);
  return { days, from: shift['from'], to: shift['to'] };
}

/** Checks one employee of the host's `EmployeeDirectory`. */
export function readEmployee(answer: unknown): Employee {
  const { id, name, emails, phones, managerId, active, storedFrom, storedUntil } = fieldsOf(
    answer,
    'EmployeeDirectory',
    'an employee',
  );
  if (!isText(id) || id === '') throw mistake('EmployeeDirectory', 'an employee', 'id must be a text');
  const from = `employee "${id}"`;
  if (!isText(name)) throw mistake('EmployeeDirectory', from, 'name must be a text');
  if (!isTexts(emails)) throw mistake('EmployeeDirectory', from, 'emails must be a list of texts');
  if (!isTexts(phones)) throw mistake('EmployeeDirectory', from, 'phones must be a list of texts');
  if (managerId != null && !isText(managerId)) {
    throw mistake('EmployeeDirectory', from, "managerId must be an employee's id or null");
  }
  if (typeof active !== 'boolean') throw mistake('EmployeeDirectory', from, 'active must be true or false');
  const span = readStored(storedFrom, storedUntil, from);
  return {
    id,
    name: plainText(name),
    emails: emails.map(plainText),
    phones: phones.map(plainText),
    managerId: managerId ?? null,
    active,
    ...span,
  };
}

function readStored(
  storedFrom: unknown,
  storedUntil: unknown,
  from: string,
): Pick<Employee, 'storedFrom' | 'storedUntil'> {
  const first = readDay(storedFrom, 'storedFrom', from);
  const end = readDay(storedUntil, 'storedUntil', from);
  if (first !== null && end !== null && end < first) {
    throw mistake('EmployeeDirectory', from, 'storedUntil must not be before storedFrom');
  }
  return { ...(first !== null && { storedFrom: first }), ...(end !== null && { storedUntil: end }) };
}

function readDay(value: unknown, field: string, from: string): Day | null {
  if (value == null) return null;
  if (!isText(value) || !isDay(value)) {
    throw mistake('EmployeeDirectory', from, `${field} must be a day such as 2026-12-01, or null`);
  }
  return value;
}

/** An employee, or who cannot be read and why: one of them must not keep the others away. */
export function employeeOrReason(answer: unknown): Employee | { readonly id: string | null; readonly reason: string } {
  try {
    return readEmployee(answer);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const id: unknown = typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : null;
    return {
      id: isText(id) && id !== '' ? id : null,
      reason: `${error.message} Until then they stay as they are here.`,
    };
  }
}

/** Checks whom the host's `Access` found behind a request. */
export function readCaller(answer: unknown): Caller | null {
  if (answer == null) return null;
  const { tenantId, employeeId, role } = fieldsOf(answer, 'Access', 'a caller');
  if (!isText(tenantId) || tenantId === '') throw mistake('Access', 'a caller', 'tenantId must be a text');
  if (!isText(employeeId) || employeeId === '') throw mistake('Access', 'a caller', 'employeeId must be a text');
  if (!ROLES.includes(role)) throw mistake('Access', 'a caller', 'role must be admin, manager or employee');
  return { tenantId, employeeId, role: role as Caller['role'] };
}

function fieldsOf(answer: unknown, port: string, from: string): Fields {
  if (typeof answer !== 'object' || answer === null) throw mistake(port, from, 'it must be an object');
  return answer as Fields;
}

/** The database takes every text but one with a NUL in it. */
const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

const isOneOf = <T extends string>(words: readonly T[], value: unknown): value is T =>
  words.some((word) => word === value);

const isNumberLike = (text: string): boolean => text.length <= 64 && /\p{Nd}\D*\p{Nd}/u.test(text);

const isClock = (value: unknown): value is string => isText(value) && CLOCK.test(value);

const isRetention = (value: unknown): value is number => isWhole(value, 3650);

const isLeastGroup = (value: unknown): value is number => isWhole(value, 1000);

const isWhole = (value: unknown, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;

const isWeekday = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 7;

const mistake = (port: string, from: string, what: string): Problem => problem('host_misconfigured', port, from, what);
