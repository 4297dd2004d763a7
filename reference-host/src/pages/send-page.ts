import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import { htmlDocument, type PageDrawing } from './document.js';
import { PAGE_SCRIPTS } from './scripts.js';

/** Draws a page and sends it, compressed where the browser takes that. Pages are somebody's own: nothing keeps them. */
export function sendPage(request: Request, response: Response, page: PageDrawing, status = 200): void {
  const text = htmlDocument(page, page.live && PAGE_SCRIPTS[page.live.page]);
  response.status(status).set({ 'Cache-Control': 'no-store', Vary: 'Accept-Encoding' }).type('html');
  if (request.acceptsEncodings('gzip') === 'gzip') response.set('Content-Encoding', 'gzip').end(gzipSync(text));
  else response.send(text);
}
