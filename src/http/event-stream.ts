import { Readable } from 'node:stream';
import { type MessageEvent, StreamableFile } from '@nestjs/common';
import type { Observable } from 'rxjs';

/**
 * Server-sent events as a file that is written as they come: Nest's own go through the interceptors of the host, which may
 * wrap and time them. Whoever hangs up is listened for no more.
 *
 * @param events with data that is one line of text, or a comment
 */
export function eventStream(events: Observable<MessageEvent>): StreamableFile {
  const stream = new Readable({ read: () => undefined });
  // A browser knows that it is connected from the first bytes on.
  stream.push(': connected\n\n');
  const listening = events.subscribe({
    next: ({ data, comment }) => stream.push(comment === undefined ? `data: ${String(data)}\n\n` : `: ${comment}\n\n`),
    error: (error: Error) => stream.destroy(error),
    complete: () => stream.push(null),
  });
  stream.once('close', () => listening.unsubscribe());
  return new StreamableFile(stream, { type: 'text/event-stream' });
}
