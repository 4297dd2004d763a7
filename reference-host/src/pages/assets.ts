import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { NextFunction, Request, Response } from 'express';
import { SCRIPTS } from './scripts.js';
import { STYLE } from './style/index.js';

/** A file that pages load, ready to be sent. */
interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly zipped: Buffer;
  readonly tag: string;
}

/**
 * Serves what pages load: their scripts as the build bundled them, and one style sheet.
 * They are read and compressed once; nothing else can be asked for.
 */
export function assets(): (request: Request, response: Response, next: NextFunction) => void {
  const known = new Map<string, Asset>([
    ['/assets/style.css', asset('text/css', Buffer.from(STYLE))],
    ...[...SCRIPTS].map(([address, script]): [string, Asset] => [address, asset('text/javascript', script)]),
  ]);
  return (request, response, next) => {
    const found = known.get(request.path);
    if (found === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) next();
    else send(found, request, response);
  };
}

function asset(type: string, plain: Buffer): Asset {
  const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type, plain, zipped: gzipSync(plain), tag };
}

// A file that keeps its name from release to release is asked for again each time and answered with 304.
function send({ type, plain, zipped, tag }: Asset, request: Request, response: Response): void {
  const isNamedByContent = /-[A-Z\d]{8}\.js$/.test(request.path);
  response.set({
    'Cache-Control': isNamedByContent ? 'private, max-age=31536000, immutable' : 'no-cache',
    ETag: tag,
    Vary: 'Accept-Encoding',
  });
  if (request.headers['if-none-match'] === tag) return void response.status(304).end();
  response.type(type);
  if (request.acceptsEncodings('gzip') === 'gzip') response.set('Content-Encoding', 'gzip').end(zipped);
  else response.end(plain);
}
