/** A name in the middle of a plain sentence: what does not run as Latin letters do turns nothing around it. */
export const isolated = (name: string): string =>
  /[^\p{ASCII}\p{Script=Latin}\p{P}]/u.test(name) ? `\u2068${name}\u2069` : name;
