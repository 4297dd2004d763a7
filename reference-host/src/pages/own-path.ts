/** A path of this host that a visitor may be sent to; null for anything that leads elsewhere. */
export function ownPath(value: unknown): string | null {
  if (typeof value !== 'string' || !leadsHere(value)) return null;
  const base = 'http://host.invalid';
  if (!URL.canParse(value, base)) return null;
  const url = new URL(value, base);
  const path = `${url.pathname}${url.search}`;
  return url.origin === base && leadsHere(path) ? path : null;
}

/** Two slashes begin an address of another host, also where they are left of "/./". */
const leadsHere = (path: string): boolean => /^\/(?![/\\])/.test(path);
