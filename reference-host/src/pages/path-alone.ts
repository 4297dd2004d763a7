import type { NextFunction, Request, Response } from 'express';

/** A request may name a host (`GET http://elsewhere/team`). Whoever reads where it goes finds its path alone. */
export function pathAlone(request: Request, _response: Response, next: NextFunction): void {
  const path = request.originalUrl.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*\/?/i, '/');
  Object.assign(request, { url: path, originalUrl: path });
  next();
}
