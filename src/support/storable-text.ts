/** What PostgreSQL cannot keep in a text: NUL, and halves of characters. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
const EACH_UNSTORABLE = /\0|\p{Surrogate}/gu;

/** The longest text that is kept of what a vendor tells, in UTF-16 units. */
export const LONGEST_TEXT = 500;

/** Whether PostgreSQL keeps a text as it is. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** A text as it can be kept: without what is no character, and cut where it is too long, between two characters. */
export function storableText(text: string, longest = LONGEST_TEXT): string {
  if (text.length <= longest && isStorable(text)) return text;
  return text.replace(EACH_UNSTORABLE, '').slice(0, longest).replace(EACH_UNSTORABLE, '');
}
