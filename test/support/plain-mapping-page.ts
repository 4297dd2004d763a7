import type { MappingQuery, MappingSummary } from '../../src/mapping/mapping-page.js';
import { isHeld } from '../../src/mapping/mapping-row.js';
import {
  itemsOf,
  type MappedPhoneUser,
  type MappingItem,
  type MappingState,
  phoneUserView,
  type PhoneUserView,
} from '../../src/mapping/mapping-view.js';
import { inOrder, nameKeyOf } from '../../src/support/name-order.js';
import { searchable } from '../../src/support/plain-text.js';

/** The whole list that a mapping page is a part of, worked out from everybody: what the database's pages are held against. */
export function plainMappingList(
  state: MappingState,
  withCalls: ReadonlySet<string>,
  { filter = 'all', search = '' }: Omit<MappingQuery, 'page' | 'after'>,
): {
  readonly items: readonly MappingItem[];
  readonly unmatchedPhoneUsers: readonly PhoneUserView[];
  readonly summary: MappingSummary;
} {
  const items = itemsOf(state);
  const free = unmatchedOf(state, withCalls)
    .map((user) => ({ user, place: { key: nameKeyOf(user.displayName), id: user.externalId } }))
    .sort((a, b) => inOrder(a.place, b.place))
    .map(({ user }) => phoneUserView(user));
  return {
    items: items.filter(shows[filter]).filter((item) => contains(itemTexts(item), search)),
    unmatchedPhoneUsers: free.filter((user) => contains(phoneUserTexts(user), search)),
    summary: {
      employees: items.length,
      matched: items.filter(({ phoneUser }) => phoneUser !== null).length,
      auto: items.filter(shows.auto).length,
      manual: items.filter(shows.manual).length,
      unmatched: items.filter(shows.unmatched).length,
      ambiguous: items.filter(shows.ambiguous).length,
      phoneUsers: state.phoneUsers.filter(({ status }) => status !== 'departed').length,
      unmatchedPhoneUsers: free.length,
    },
  };
}

const shows: Record<NonNullable<MappingQuery['filter']>, (item: MappingItem) => boolean> = {
  all: () => true,
  unmatched: ({ source }) => source === 'none',
  none: ({ source }) => source === 'none',
  ambiguous: ({ source, candidates }) => source === 'none' && candidates.length > 0,
  manual: ({ source }) => source === 'manual',
  auto: ({ source }) => source === 'auto',
};

function unmatchedOf({ phoneUsers, rows, today }: MappingState, withCalls: ReadonlySet<string>): MappedPhoneUser[] {
  const ever = new Set(rows.map(({ phoneUserId }) => phoneUserId));
  const now = new Set(rows.filter((row) => isHeld(row, today)).map(({ phoneUserId }) => phoneUserId));
  return phoneUsers.filter(({ externalId, status }) =>
    status === 'departed' ? withCalls.has(externalId) && !ever.has(externalId) : !now.has(externalId),
  );
}

const itemTexts = ({ employee, phoneUser }: MappingItem): string[] => [
  employee.name,
  ...employee.emails,
  ...employee.phones,
  ...(phoneUser === null ? [] : phoneUserTexts(phoneUser)),
];

const phoneUserTexts = ({ displayName, emails, numbers }: PhoneUserView): string[] => [
  displayName,
  ...emails,
  ...numbers.flatMap(({ e164, extension }) => [e164 ?? [], extension ?? []].flat()),
];

function contains(texts: readonly string[], search: string): boolean {
  const sought = searchable(search).trim();
  if (texts.some((text) => searchable(text).includes(sought))) return true;
  const digits = sought.replace(/[\s().+-]/g, '');
  return /^\d{3,}$/.test(digits) && texts.some((text) => text.replace(/\D/g, '').includes(digits));
}
