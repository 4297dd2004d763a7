import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What parsers of bodies look at. */
const OF_THE_BODY = ['content-type', 'content-length', 'transfer-encoding'] as const;

const sent = new WeakMap<IncomingMessage, IncomingHttpHeaders>();

/**
 * Keeps whatever parses bodies in front of a route from this one: to it, the request has none. Signed bytes and files are
 * read by their route, whatever type they say they are of.
 */
export function leaveBodyUnread(request: IncomingMessage): void {
  if (sent.has(request)) return;
  sent.set(request, { ...request.headers });
  for (const name of OF_THE_BODY) delete request.headers[name];
}

/** The headers as they were sent. */
export const sentHeaders = (request: IncomingMessage): IncomingHttpHeaders => sent.get(request) ?? request.headers;
