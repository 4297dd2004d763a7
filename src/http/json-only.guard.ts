import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { problem } from '../support/problems.js';

interface IncomingBody {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Refuses a body that does not call itself JSON. A host's parser of forms would make objects of it, and a page of
 * another site may send a form without asking.
 */
@Injectable()
export class JsonOnlyGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const { headers } = context.switchToHttp().getRequest<IncomingBody>();
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    const isJson = /^application\/json(?![^;\s])/i.test(String(headers['content-type'] ?? ''));
    if (!hasBody || isJson) return true;
    throw problem('unsupported_media_type', 'the request', 'application/json');
  }
}
