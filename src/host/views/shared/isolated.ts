/** A name in the middle of a plain sentence: what does not run as Latin letters do turns nothing around it. */
export const isolated = (name: string): string => (/[^\u0000-\u024f]/u.test(name) ? `\u2068${name}\u2069` : name);
