import { randomUUID } from 'node:crypto';
import { json, Refused } from 'prodoscore-phone-systems/testing';
import type { Answer } from 'prodoscore-phone-systems/testing';

/** An error in Graph's form. */
export const refusalOf = (
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => {
  const requestId = randomUUID();
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': requestId,
  };
  return json(status, { error: { code, message, innerError } }, { 'request-id': requestId, ...headers });
};

/** Stops with an error in Graph's form. */
export const refuse = (status: number, code: string, message: string): never => {
  throw new Refused(refusalOf(status, code, message));
};

export const badRequest = (message: string): never => refuse(400, 'BadRequest', message);

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

/** How Graph words what the server refuses by itself. */
export const generalRefusal = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) =>
  refusalOf(status, CODES[status] ?? 'InternalServerError', message, headers);

/**
 * An error in the token endpoint's form.
 *
 * @param number of AADSTS
 */
export const tokenRefusal = (status: number, error: string, number: number, message: string): Answer =>
  json(status, {
    error,
    error_description: `AADSTS${number}: ${message}`,
    error_codes: [number],
    timestamp: new Date()
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, 'Z'),
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
  });

/** How the sign-in's server words what it refuses by itself. */
export const generalTokenRefusal = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => {
  const answer = tokenRefusal(status, status < 500 ? 'invalid_request' : 'temporarily_unavailable', 90033, message);
  return { ...answer, headers: { ...answer.headers, ...headers } };
};
