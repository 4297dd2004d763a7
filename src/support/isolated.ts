const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * A name for the middle of a sentence: where it could turn the words around it (right-to-left letters, a direction
 * override), it is isolated, as `<bdi>` does it on a page. Latin names stay as they are.
 */
export const isolated = (name: string): string =>
  /[^\p{ASCII}\p{Script=Latin}\p{P}]/u.test(name)
    ? `${FIRST_STRONG_ISOLATE}${name.replaceAll(/[\u2066-\u2069]/gu, '')}${POP_ISOLATE}`
    : name;
