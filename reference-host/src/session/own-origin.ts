import type { NextFunction, Request, Response } from 'express';
import { Problem } from 'prodoscore-phone-systems';

const foreignOrigin = (): Problem =>
  new Problem(403, 'foreign_origin', 'This request was sent by a page of another site, so nothing was changed.');

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses what would change something and was sent by a page of another site. */
export const ownOriginOnly =
  (publicUrl: string) =>
  (request: Request, _response: Response, next: NextFunction): void => {
    if (HARMLESS.has(request.method) || isOwn(request, publicUrl)) next();
    else next(foreignOrigin());
  };

// The host is also reached by other names of the same machine (127.0.0.1 for localhost): a page of its own sends the
// very name it was opened by, and a cookie never travels to another.
function isOwn({ headers: { origin, host } }: Request, publicUrl: string): boolean {
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
