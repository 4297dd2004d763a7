import type { IncomingMessage } from 'node:http';
import { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { sentHeaders } from './unread-body.js';

/** A request whose body something of the host may have read already, and may have kept the bytes. */
export type DeliveryRequest = IncomingMessage & { readonly rawBody?: Uint8Array };

/** A request as the platform under the host gives it: Express extends Node's own, Fastify keeps it in `raw`. */
export type PlatformRequest = DeliveryRequest | { readonly raw: DeliveryRequest };

/** Node's own request. */
export const nodeRequest = (request: PlatformRequest): DeliveryRequest => ('raw' in request ? request.raw : request);

/**
 * The bytes of a delivery, whatever its content type says: a signature covers bytes.
 *
 * @returns null where the host has read them already and kept nothing
 * @throws Problem 413 beyond the limit, 400 where it breaks off
 */
export async function readDelivery(request: DeliveryRequest, limit: number): Promise<Uint8Array | null> {
  if (request.rawBody !== undefined) return within(request.rawBody, limit);
  if (request.readableDidRead || request.readableEnded) return null;
  if (Number(sentHeaders(request)['content-length'] ?? 0) > limit) throw refuse(request);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    // Left early, a plain for-await would close the socket before the answer is on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Uint8Array;
      length += bytes.length;
      if (length > limit) throw refuse(request);
      chunks.push(bytes);
    }
  } catch (error) {
    throw request.complete || error instanceof Problem ? error : brokenOff();
  }
  return Buffer.concat(chunks);
}

function within(body: Uint8Array, limit: number): Uint8Array {
  if (body.length > limit) throw tooLarge();
  return body;
}

/** The rest is read and forgotten, so that the sender gets to read the answer. */
function refuse(request: DeliveryRequest): Problem {
  request.resume();
  return tooLarge();
}

/** Whoever sent it has gone, and hears no answer: there is nothing for anybody to look into. */
const brokenOff = (): Problem => problem('invalid_input', 'what was sent broke off before its end');

const tooLarge = (): Problem => problem('too_large', '1 MiB');

/** The headers with one text each. */
export const headersOf = (request: DeliveryRequest): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(sentHeaders(request)).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );

/** The query of its address; of several parameters with one name, the first. */
export const queryOf = ({ url = '' }: DeliveryRequest): Readonly<Record<string, string>> =>
  Object.fromEntries([...new URL(url, 'http://host.invalid').searchParams].reverse());
